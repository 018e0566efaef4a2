using Microsoft.Data.Sqlite;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>The writer's session: the writes of one group, in the group's transaction.</summary>
internal sealed class WriteSession(SqliteConnection connection) : SqliteSession(connection)
{
    private const string Revision = "revision";

    // Counters change with nearly every write: added up here, they cost one statement a group instead of several a write.
    private readonly Dictionary<string, long> _ofGroup = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ofItem = new(StringComparer.Ordinal);
    private long _revision;

    /// <summary>The next number of the one sequence that orders every change of the record.</summary>
    public long NextRevision()
    {
        Count(Revision, 1);
        return _revision + _ofGroup.GetValueOrDefault(Revision) + _ofItem[Revision];
    }

    /// <summary>Adds to a counter in this transaction.</summary>
    public void Count(string name, long by)
    {
        if (by != 0)
            _ofItem[name] = _ofItem.GetValueOrDefault(name) + by;
    }

    public void Begin()
    {
        _ofGroup.Clear();
        _ofItem.Clear();
        Run("BEGIN IMMEDIATE");
        _revision = Number("SELECT value FROM counters WHERE name = ?1 AND value + complement = -1", Revision) ?? throw new DamagedRowException("counters", Revision);
    }

    public void Commit()
    {
        foreach (var (name, by) in _ofGroup)
            Run("UPDATE counters SET value = value + ?2, complement = complement - ?2 WHERE name = ?1", name, by);
        Run("COMMIT");
    }

    public void Rollback() => Run("ROLLBACK");

    /// <summary>The write is part of the group: what it counted is, too.</summary>
    public void KeepItem()
    {
        foreach (var (name, by) in _ofItem)
            _ofGroup[name] = _ofGroup.GetValueOrDefault(name) + by;
        _ofItem.Clear();
    }

    /// <summary>The write is not part of the group: what it counted is forgotten. What it changed, only a rollback undoes.</summary>
    public void DropItem() => _ofItem.Clear();

    /// <summary>Rows that this connection has ever inserted, changed or deleted, those of a search index included.</summary>
    public long Changes => SQLitePCL.raw.sqlite3_total_changes(Connection.Handle);
}
