using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>One telling of a fix with what is derived from its texts: made before the transaction begins, which holds locks.</summary>
/// <param name="Report">The telling.</param>
/// <param name="SolutionHash">Hash of its solution.</param>
/// <param name="Terms">Terms of its texts; null when it brings no issue text.</param>
internal sealed record Telling(FixReport Report, byte[] SolutionHash, RecordTerms? Terms)
{
    /// <summary>Derives it all.</summary>
    public static Telling Of(FixReport report) => new(
        report, SolutionIdentity.Hash(report.Solution), report.IssueText is { } issue ? RecordTerms.Of(IndexedText.OfFix(issue, report.Solution)) : null);

    /// <summary>What is held while it is taken in.</summary>
    public IEnumerable<string> Locks => ReportRows.LockName(Report) is { } source ? [source, IssueRows.LockName(Report.Fingerprint)] : [IssueRows.LockName(Report.Fingerprint)];
}
