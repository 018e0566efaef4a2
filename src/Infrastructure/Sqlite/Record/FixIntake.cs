using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Takes one telling of a fix into the transaction of the caller (contract 2).</summary>
internal static class FixIntake
{
    /// <summary>A new fix, a further sighting, or nothing at all when exactly this was said before.</summary>
    /// <returns>The receipt; null when the telling names a fingerprint that is not known and has no issue text.</returns>
    public static Receipt? Take(WriteSession session, Telling telling)
    {
        var report = telling.Report;
        var known = FixRows.ByIdentity(session, report.Fingerprint, telling.SolutionHash);
        if (known is null)
            return First(session, telling);
        if (ReportRows.IsRepeat(session, known, report))
            return ReceiptOf(session, known, report, deduplicated: true);
        return Again(session, known, report);
    }

    private static Receipt ReceiptOf(WriteSession session, StoredFix stored, FixReport report, bool deduplicated) =>
        Taken.Receipt(stored.Fix, report, deduplicated, EmbeddingQueue.StateOf(session, stored.Rid), GraphState.Committed);

    private static Receipt? First(WriteSession session, Telling telling)
    {
        var report = telling.Report;
        var issue = IssueRows.Get(session, report.Fingerprint);
        if ((report.IssueText ?? issue?.Text) is not { } text)
            return null;
        var told = Fix.FirstTold(report, text);
        var predecessor = ReportRows.FixOfSource(session, report) is { } rid ? FixRows.ByRid(session, rid) : null;
        if (predecessor is not null)
            Supersede(session, predecessor, told.Id);
        // Counted before it is stored: nothing was counted of a new fix, so its first outcome always is.
        var outcome = report.AsOutcome(told.Id);
        var fix = (outcome is null ? told : told.Counted(outcome)) with { Supersedes = predecessor?.Fix.Id, Revision = session.NextRevision() };
        var stored = FixRows.Insert(session, fix, telling.SolutionHash, telling.Terms ?? IndexedText.OfFix(text, fix.Solution));
        IssueRows.Saw(session, issue, report.Fingerprint, text, report.Ts);
        ReportRows.Insert(session, stored, report);
        if (outcome is not null)
            OutcomeBook.Enter(session, stored, outcome, counted: true);
        return ReceiptOf(session, stored, report, deduplicated: false);
    }

    private static Receipt Again(WriteSession session, StoredFix known, FixReport report)
    {
        var fix = known.Fix.ToldAgain(report);
        var outcome = report.AsOutcome(fix.Id);
        var counts = outcome is not null && !OutcomeRows.IsCounted(session, known.Rid, outcome);
        if (counts)
            fix = fix.Counted(outcome!);
        var stored = FixRows.Update(session, known, fix with { Revision = session.NextRevision() });
        IssueRows.Saw(session, IssueRows.Get(session, report.Fingerprint), report.Fingerprint, fix.IssueText, report.Ts);
        ReportRows.Insert(session, stored, report);
        if (outcome is not null)
            OutcomeBook.Enter(session, stored, outcome, counts);
        return ReceiptOf(session, stored, report, deduplicated: true);
    }

    /// <summary>Notes that a fix was replaced; its outcomes stay with it.</summary>
    public static void Supersede(WriteSession session, StoredFix predecessor, Guid successor) =>
        FixRows.Update(session, predecessor, predecessor.Fix with { SupersededBy = successor, Revision = session.NextRevision() });
}
