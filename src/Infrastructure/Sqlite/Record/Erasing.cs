using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Erases records in the transaction of the caller; the log's copies end with the checkpoint after it (contract 5).</summary>
internal static class Erasing
{
    /// <summary>Erases a record and every copy of its text, and leaves a tombstone.</summary>
    /// <returns>True when it had been erased before, false when it was erased now, null when there never was such a record.</returns>
    public static bool? Erase(WriteSession session, RecordKind kind, Guid id, long now)
    {
        if (Tombstones.IsErased(session, kind, id))
            return true;
        var found = kind == RecordKind.Fix ? EraseFix(session, id, now) : EraseMemory(session, id, now);
        return found ? false : null;
    }

    private static bool EraseFix(WriteSession session, Guid id, long now)
    {
        if (FixRows.ById(session, Tombstones.Resolve(session, id)) is not { } stored)
            return false;
        ReportRows.DeleteOf(session, stored.Rid);
        OutcomeRows.DeleteOf(session, stored.Rid);
        EvidenceRows.DeleteOf(session, stored.Rid);
        session.Run("DELETE FROM episode_returns WHERE fix = ?1", stored.Fix.Id);
        FixRows.Delete(session, stored);
        Tombstones.Bury(session, RecordKind.Fix, stored.Fix.Id, now);
        ForgetIssue(session, stored);
        // What the erased fix had replaced stands for itself again.
        if (stored.Fix.Supersedes is { } before && FixRows.ById(session, before) is { } predecessor && predecessor.Fix.SupersededBy == stored.Fix.Id)
            FixRows.Update(session, predecessor, predecessor.Fix with { SupersededBy = null, Revision = session.NextRevision() });
        return true;
    }

    private static void ForgetIssue(WriteSession session, StoredFix erased)
    {
        if (IssueRows.Get(session, erased.Fix.Fingerprint) is not { } issue)
            return;
        var other = FixRows.OfIssue(session, issue.Fingerprint).FirstOrDefault();
        if (other is not null)
            IssueRows.Put(session, issue with { Text = other.Fix.IssueText });
        else if (EpisodeRows.Knows(session, issue.Fingerprint))
            IssueRows.Put(session, issue with { Text = null });
        else
            IssueRows.Delete(session, issue.Fingerprint);
    }

    private static bool EraseMemory(WriteSession session, Guid id, long now)
    {
        if (MemoryRows.ById(session, Tombstones.Resolve(session, id)) is not { } stored)
            return false;
        MemoryRows.Delete(session, stored);
        Tombstones.Bury(session, RecordKind.Memory, stored.Memory.Id, now);
        return true;
    }
}
