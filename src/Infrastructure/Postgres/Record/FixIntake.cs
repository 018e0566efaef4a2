using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Takes one telling of a fix into the transaction of the caller (contract 2): one round trip to ask, one to write and commit.</summary>
internal static class FixIntake
{
    /// <summary>What is asked before a telling is taken in.</summary>
    internal sealed record Context(Asked<StoredFix> Known, Asked<StoredIssue> Issue, Asked<Guid>? OfSource);

    /// <summary>Gathers what has to be known, and holds what must not change meanwhile.</summary>
    public static Context Gather(WriteSession session, Telling telling)
    {
        var report = telling.Report;
        session.Lock([.. telling.Locks]);
        var context = new Context(
            FixRows.AskByIdentity(session, report.Fingerprint, telling.SolutionHash), IssueRows.Ask(session, report.Fingerprint), ReportRows.AskFixOfSource(session, report));
        session.DrawRevisions();
        return context;
    }

    /// <summary>A new fix, a further sighting, or nothing at all when exactly this was said before.</summary>
    /// <returns>The receipt; null when the telling names a fingerprint that is not known and has no issue text.</returns>
    public static async Task<Receipt?> TakeAsync(WriteSession session, Telling telling, Context context)
    {
        await session.SendAsync().ConfigureAwait(false);
        return context.Known.First is { } known
            ? await AgainAsync(session, known, telling.Report, context.Issue.First).ConfigureAwait(false)
            : await FirstAsync(session, telling, context).ConfigureAwait(false);
    }

    /// <summary>Notes that a fix was replaced; its outcomes stay with it.</summary>
    public static Task SupersedeAsync(WriteSession session, StoredFix predecessor, Guid successor) =>
        FixRows.UpdateAsync(session, predecessor, predecessor.Fix with { SupersededBy = successor });

    private static async Task<Receipt?> FirstAsync(WriteSession session, Telling telling, Context context)
    {
        var (report, issue) = (telling.Report, context.Issue.First);
        if ((report.IssueText ?? issue?.Text) is not { } text)
            return null;
        var told = Fix.FirstTold(report, text);
        var predecessor = context.OfSource is { Rows.Count: > 0 } source ? await FixRows.ByIdAsync(session, source.First).ConfigureAwait(false) : null;
        if (predecessor is not null)
            await SupersedeAsync(session, predecessor, told.Id).ConfigureAwait(false);
        // Counted before it is stored: nothing was counted of a new fix, so its first outcome always is.
        var outcome = report.AsOutcome(told.Id);
        var fix = (outcome is null ? told : told.Counted(outcome)) with
        {
            Supersedes = predecessor?.Fix.Id,
            Revision = await session.NextRevisionAsync().ConfigureAwait(false),
        };
        var stored = FixRows.Insert(session, fix, telling.SolutionHash, telling.Terms ?? RecordTerms.Of(IndexedText.OfFix(text, fix.Solution)));
        IssueRows.Saw(session, issue, report.Fingerprint, text, report.Ts);
        ReportRows.Insert(session, stored, report);
        if (outcome is not null)
            await OutcomeBook.EnterAsync(session, stored, [], outcome, counted: true).ConfigureAwait(false);
        return ReceiptOf(stored, report, deduplicated: false, session.MakesVectors ? VectorState.Pending : VectorState.Off);
    }

    private static async Task<Receipt> AgainAsync(WriteSession session, StoredFix known, FixReport report, StoredIssue? issue)
    {
        var outcome = report.AsOutcome(known.Id);
        var repeat = ReportRows.AskRepeat(session, known, report);
        var waiting = EmbeddingQueue.Ask(session, known.Rid);
        var counted = outcome is null ? null : OutcomeRows.AskCounted(session, known.Id, outcome);
        var evidence = outcome is null ? null : EvidenceRows.Ask(session, known.Id);
        await session.SendAsync().ConfigureAwait(false);
        var vector = EmbeddingQueue.StateOf(session, waiting);
        if (repeat.First)
            return ReceiptOf(known, report, deduplicated: true, vector);
        var fix = known.Fix.ToldAgain(report);
        var counts = counted is { First: false };
        if (counts)
            fix = fix.Counted(outcome!);
        var stored = await FixRows.UpdateAsync(session, known, fix).ConfigureAwait(false);
        IssueRows.Saw(session, issue, report.Fingerprint, fix.IssueText, report.Ts);
        ReportRows.Insert(session, stored, report);
        if (outcome is not null)
            await OutcomeBook.EnterAsync(session, stored, evidence!.Rows, outcome, counts).ConfigureAwait(false);
        return ReceiptOf(stored, report, deduplicated: true, vector);
    }

    private static Receipt ReceiptOf(StoredFix stored, FixReport report, bool deduplicated, VectorState vector) =>
        Taken.Receipt(stored.Fix, report, deduplicated, vector, GraphState.Pending);
}
