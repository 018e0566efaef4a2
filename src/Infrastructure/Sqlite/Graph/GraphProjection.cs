using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Sqlite.Record;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Graph;

/// <summary>Writes given states into the record's tables where they are newer than what is there.</summary>
internal static class GraphProjection
{
    /// <summary>Applies one state in the transaction of the caller.</summary>
    /// <param name="session">The writer's session.</param>
    /// <param name="change">The state.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <returns>False when what is there is as new or newer; nothing was changed then.</returns>
    public static bool Apply(WriteSession session, GraphChange change, long now)
    {
        var isNewer = change switch
        {
            FixState state => Put(session, state),
            FixTombstone tombstone => Bury(session, tombstone, now),
            AgentState state => Put(session, state),
            AgentTombstone tombstone => Bury(session, tombstone),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "No such change."),
        };
        if (isNewer)
            Follow(session, change.Revision);
        return isNewer;
    }

    private static bool Put(WriteSession session, FixState state)
    {
        var known = FixRows.ById(session, state.Fix.Id);
        if (known?.Fix.Revision >= state.Revision || ErasedAt(session, state.Fix.Id) >= state.Revision)
            return false;
        session.Run("DELETE FROM erased WHERE id = ?1", state.Fix.Id);
        var stored = known is null ? FixRows.Insert(session, state.Fix) : FixRows.Update(session, known, state.Fix);
        IssueRows.Saw(session, IssueRows.Get(session, state.Fix.Fingerprint), state.Fix.Fingerprint, state.Fix.IssueText, state.Fix.FirstTs);
        EvidenceRows.DeleteOf(session, stored.Rid);
        foreach (var evidence in state.Evidence)
            EvidenceRows.Put(session, stored.Rid, evidence);
        ReportRows.DeleteOf(session, stored.Rid);
        foreach (var report in state.Reports)
            ReportRows.Insert(session, stored, report);
        return true;
    }

    private static bool Put(WriteSession session, AgentState state)
    {
        var known = session.Number("SELECT revision FROM agents WHERE name = ?1", state.Agent.Name);
        if (known >= state.Revision)
            return false;
        AgentRows.Put(session, state.Agent);
        session.Run("UPDATE agents SET revision = ?2 WHERE name = ?1", state.Agent.Name, state.Revision);
        session.Count("agents", known is null ? 1 : 0);
        return true;
    }

    private static bool Bury(WriteSession session, FixTombstone tombstone, long now)
    {
        if (FixRows.ById(session, tombstone.Id)?.Fix.Revision >= tombstone.Revision || ErasedAt(session, tombstone.Id) >= tombstone.Revision)
            return false;
        if (Erasing.Erase(session, RecordKind.Fix, tombstone.Id, now) is null)
            Tombstones.Bury(session, RecordKind.Fix, tombstone.Id, now);
        session.Run("UPDATE erased SET revision = ?2 WHERE id = ?1", tombstone.Id, tombstone.Revision);
        return true;
    }

    private static bool Bury(WriteSession session, AgentTombstone tombstone)
    {
        var removed = session.Run("DELETE FROM agents WHERE name = ?1 AND revision < ?2", tombstone.Name, tombstone.Revision);
        session.Count("agents", -removed);
        return removed > 0;
    }

    private static long? ErasedAt(SqliteSession session, Guid id) => session.Number("SELECT revision FROM erased WHERE id = ?1", id);

    // The record's own next change must be newer than any state it was given.
    private static void Follow(WriteSession session, long revision)
    {
        var next = session.NextRevision();
        session.Count("revision", Math.Max(0, revision - next));
    }
}
