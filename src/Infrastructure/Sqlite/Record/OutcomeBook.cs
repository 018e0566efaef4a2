using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Enters outcomes in the transaction of the caller (contract 3).</summary>
internal static class OutcomeBook
{
    /// <summary>Appends an outcome and counts it unless the same application was counted already.</summary>
    /// <returns>The receipt; null when there is no such fix.</returns>
    public static OutcomeReceipt? Append(WriteSession session, OutcomeReport outcome)
    {
        Tombstones.ThrowIfErased(session, RecordKind.Fix, outcome.FixId);
        if (FixRows.ById(session, Tombstones.Resolve(session, outcome.FixId)) is not { } stored)
            return null;
        var ours = outcome with { FixId = stored.Fix.Id };
        var counted = !OutcomeRows.IsCounted(session, stored.Rid, ours);
        var fix = EnterAndCount(session, stored, ours, counted).Fix;
        return new OutcomeReceipt(ours.Id, fix.Id, counted, fix.Outcomes, EvidenceRows.Of(session, stored.Rid));
    }

    /// <summary>Enters an outcome of which it is known whether it counts, and the fix's counts with it.</summary>
    public static StoredFix EnterAndCount(WriteSession session, StoredFix stored, OutcomeReport outcome, bool counted)
    {
        var after = counted ? FixRows.Update(session, stored, stored.Fix.Counted(outcome) with { Revision = session.NextRevision() }) : stored;
        Enter(session, after, outcome, counted);
        return after;
    }

    /// <summary>Enters an outcome whose fix has been counted by the caller.</summary>
    public static void Enter(WriteSession session, StoredFix stored, OutcomeReport outcome, bool counted)
    {
        OutcomeRows.Insert(session, stored.Rid, outcome, counted);
        if (!counted)
            return;
        EvidenceRows.Add(session, stored.Rid, outcome);
        if (outcome.Kind == OutcomeKind.Worked && outcome.Scope.Place is { } place)
            EndEpisode(session, stored, place, outcome.Ts);
    }

    private static void EndEpisode(WriteSession session, StoredFix stored, string place, long ts)
    {
        if (EpisodeRows.Open(session, stored.Fix.Fingerprint, place) is { } open && open.Episode.StartedAt <= ts && !AlertRows.HasFiring(session, open.Episode.Id))
            EpisodeRows.Update(session, open, open.Episode.Ended(ts));
    }
}
