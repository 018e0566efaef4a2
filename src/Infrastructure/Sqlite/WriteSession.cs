using Microsoft.Data.Sqlite;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>The writer's session: one write among those of its group, in the group's transaction.</summary>
internal sealed class WriteSession(SqliteConnection connection) : SqliteSession(connection)
{
    /// <summary>The next number of the one sequence that orders every change of the record.</summary>
    public long NextRevision() => Number("UPDATE counters SET value = value + 1 WHERE name = 'revision' RETURNING value")
        ?? throw new DamagedRowException("counters", "revision");

    /// <summary>Adds to a counter in this transaction; 0 does nothing.</summary>
    public void Count(string name, long by)
    {
        if (by != 0)
            Run("UPDATE counters SET value = value + ?2 WHERE name = ?1", name, by);
    }

    public void Begin() => Run("BEGIN IMMEDIATE");

    public void Commit() => Run("COMMIT");

    public void OpenItem() => Run("SAVEPOINT item");

    public void KeepItem() => Run("RELEASE item");

    public void DropItem()
    {
        Run("ROLLBACK TO item");
        Run("RELEASE item");
    }
}
