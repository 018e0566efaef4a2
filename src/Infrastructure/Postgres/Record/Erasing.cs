using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Erases records in the transaction of the caller (contract 5). The server's dead rows and logs hold them on until it cleans up.</summary>
internal static class Erasing
{
    /// <summary>Erases a record and every copy of its text, and leaves a tombstone.</summary>
    /// <returns>True when it had been erased before, false when it was erased now, null when there never was such a record.</returns>
    public static async Task<bool?> EraseAsync(WriteSession session, RecordKind kind, Guid id, long now)
    {
        if (kind == RecordKind.Fix)
            IssueRows.LockOf(session, id);
        var erased = Tombstones.AskErased(session, kind, id);
        var fix = FixRows.AskStanding(session, id);
        var memory = MemoryRows.AskStanding(session, id);
        await session.SendAsync().ConfigureAwait(false);
        if (erased.First)
            return true;
        switch (kind)
        {
            case RecordKind.Fix when fix.First is { } stored:
                await EraseFixAsync(session, stored, now).ConfigureAwait(false);
                return false;
            case RecordKind.Memory when memory.First is { } stored:
                await EmbeddingRows.DeleteOfAsync(session, stored.Memory.Id).ConfigureAwait(false);
                MemoryRows.Delete(session, stored);
                await Tombstones.BuryAsync(session, RecordKind.Memory, stored.Memory.Id, stored.Rid, now).ConfigureAwait(false);
                return false;
            default:
                return null;
        }
    }

    private static async Task EraseFixAsync(WriteSession session, StoredFix stored, long now)
    {
        ReportRows.DeleteOf(session, stored.Id);
        await OutcomeRows.DeleteOfAsync(session, stored.Id).ConfigureAwait(false);
        EvidenceRows.DeleteOf(session, stored.Id);
        session.Run("DELETE FROM episode_returns WHERE fix = $1", stored.Id);
        await EmbeddingRows.DeleteOfAsync(session, stored.Id).ConfigureAwait(false);
        FixRows.Delete(session, stored);
        await Tombstones.BuryAsync(session, RecordKind.Fix, stored.Id, stored.Rid, now).ConfigureAwait(false);
        await ForgetIssueAsync(session, stored).ConfigureAwait(false);
        // What the erased fix had replaced stands for itself again.
        if (stored.Fix.Supersedes is { } before && await FixRows.ByIdAsync(session, before).ConfigureAwait(false) is { } predecessor && predecessor.Fix.SupersededBy == stored.Id)
            await FixRows.UpdateAsync(session, predecessor, predecessor.Fix with { SupersededBy = null }).ConfigureAwait(false);
    }

    private static async Task ForgetIssueAsync(WriteSession session, StoredFix erased)
    {
        if (await IssueRows.GetAsync(session, erased.Fix.Fingerprint).ConfigureAwait(false) is not { } issue)
            return;
        var others = await FixRows.OfIssueAsync(session, issue.Fingerprint).ConfigureAwait(false);
        if (others.Count > 0)
            IssueRows.Put(session, issue with { Text = others[0].Fix.IssueText });
        else if (await EpisodeRows.KnowsAsync(session, issue.Fingerprint).ConfigureAwait(false))
            IssueRows.Put(session, issue with { Text = null });
        else
            IssueRows.Delete(session, issue.Fingerprint);
    }
}
