using Microsoft.Data.Sqlite;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>The writer's session: the writes of one group, in the group's transaction.</summary>
internal sealed class WriteSession(SqliteConnection connection, bool makesVectors = false) : SqliteSession(connection)
{
    private const string Revision = "revision";

    // Counters change with nearly every write: added up here, they cost one statement a group instead of several a write.
    private readonly Dictionary<string, long> _ofGroup = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ofItem = new(StringComparer.Ordinal);
    private readonly List<RecordChange> _changesOfItem = [];
    private List<RecordChange> _changesOfGroup = [];
    private long _revision;

    /// <summary>Whether an embedder is configured, so that records get vectors.</summary>
    public bool MakesVectors => makesVectors;

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

    /// <summary>Notes what this write does to a record, to be told when it is committed.</summary>
    public void Note(RecordChange change) => _changesOfItem.Add(change);

    /// <summary>What the writes of the group did to records; told once.</summary>
    public IReadOnlyList<RecordChange> TakeChanges()
    {
        var taken = _changesOfGroup;
        _changesOfGroup = [];
        return taken;
    }

    public void Begin()
    {
        _ofGroup.Clear();
        _ofItem.Clear();
        _changesOfGroup.Clear();
        _changesOfItem.Clear();
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
        _changesOfGroup.AddRange(_changesOfItem);
        _changesOfItem.Clear();
    }

    /// <summary>The write is not part of the group: what it counted is forgotten. What it changed, only a rollback undoes.</summary>
    public void DropItem()
    {
        _ofItem.Clear();
        _changesOfItem.Clear();
    }

    /// <summary>Rows that this connection has ever inserted, changed or deleted, those of a search index included.</summary>
    public long Changes => SQLitePCL.raw.sqlite3_total_changes(Connection.Handle);
}
