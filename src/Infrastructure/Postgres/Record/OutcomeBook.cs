using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Enters outcomes in the transaction of the caller (contract 3).</summary>
internal static class OutcomeBook
{
    /// <summary>Gathers what has to be known of a fix, and holds its issue.</summary>
    public static (Asked<bool> Erased, Asked<StoredFix> Fix) Gather(WriteSession session, Guid fix)
    {
        IssueRows.LockOf(session, fix);
        var asked = (Tombstones.AskErased(session, RecordKind.Fix, fix), FixRows.AskStanding(session, fix));
        session.DrawRevisions();
        return asked;
    }

    /// <summary>Appends an outcome and counts it unless the same application was counted already.</summary>
    /// <returns>The receipt; null when there is no such fix.</returns>
    public static async Task<OutcomeReceipt?> AppendAsync(WriteSession session, OutcomeReport outcome, (Asked<bool> Erased, Asked<StoredFix> Fix) context)
    {
        await session.SendAsync().ConfigureAwait(false);
        Erasure.ThrowIf(context.Erased.First, RecordKind.Fix);
        if (context.Fix.First is not { } stored)
            return null;
        var ours = outcome with { FixId = stored.Id };
        var isCounted = OutcomeRows.AskCounted(session, stored.Id, ours);
        var known = EvidenceRows.Ask(session, stored.Id);
        var entered = OutcomeRows.AskEntered(session, ours.Id);
        await session.SendAsync().ConfigureAwait(false);
        // It comes again when its sender did not learn that it was taken.
        if (entered.First is { } before)
            return new OutcomeReceipt(ours.Id, stored.Id, before, stored.Fix.Outcomes, known.Rows);
        var counted = !isCounted.First;
        var (after, evidence) = await EnterAndCountAsync(session, stored, known.Rows, ours, counted).ConfigureAwait(false);
        return new OutcomeReceipt(ours.Id, after.Id, counted, after.Fix.Outcomes, evidence);
    }

    /// <summary>Enters an outcome of which it is known whether it counts, and the fix's counts with it.</summary>
    /// <returns>The fix and its evidence after it.</returns>
    public static async Task<(StoredFix Fix, IReadOnlyList<ScopedEvidence> Evidence)> EnterAndCountAsync(
        WriteSession session, StoredFix stored, IReadOnlyList<ScopedEvidence> known, OutcomeReport outcome, bool counted)
    {
        var after = !counted ? stored
            : await FixRows.UpdateAsync(session, stored, stored.Fix.Counted(outcome)).ConfigureAwait(false);
        return (after, await EnterAsync(session, after, known, outcome, counted).ConfigureAwait(false));
    }

    /// <summary>Enters an outcome whose fix has been counted by the caller.</summary>
    /// <returns>The fix's evidence after it, by scope.</returns>
    public static async Task<IReadOnlyList<ScopedEvidence>> EnterAsync(
        WriteSession session, StoredFix stored, IReadOnlyList<ScopedEvidence> known, OutcomeReport outcome, bool counted)
    {
        OutcomeRows.Insert(session, stored.Id, outcome, counted);
        if (!counted)
            return known;
        var added = EvidenceRows.Add(session, known, stored.Id, outcome);
        if (outcome.Kind == OutcomeKind.Worked && outcome.Scope.Place is { } place)
            await EndEpisodeAsync(session, stored, place, outcome.Ts).ConfigureAwait(false);
        return [.. known.Where(evidence => evidence.Scope != added.Scope).Append(added).OrderBy(evidence => ByScope(evidence), ScopeOrder)];
    }

    private static readonly Comparer<string[]> ScopeOrder = Comparer<string[]>.Create(
        (one, other) => one.Zip(other, string.CompareOrdinal).FirstOrDefault(order => order != 0));

    private static string[] ByScope(ScopedEvidence evidence) =>
        [evidence.Scope.Service ?? "", evidence.Scope.Server ?? "", evidence.Scope.Environment ?? "", evidence.Scope.Version ?? ""];

    private static async Task EndEpisodeAsync(WriteSession session, StoredFix stored, string place, long ts)
    {
        var fires = AlertRows.AskFires(session, stored.Fix.Fingerprint, place);
        if (await EpisodeRows.OpenAsync(session, stored.Fix.Fingerprint, place).ConfigureAwait(false) is { } open && open.StartedAt <= ts && !fires.First)
            EpisodeRows.Update(session, open.Ended(ts));
    }
}
