using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>One telling of a fix with what is derived from its texts. Made by the caller's thread: the one writer only writes.</summary>
/// <param name="Report">The telling.</param>
/// <param name="SolutionHash">Hash of its solution.</param>
/// <param name="Terms">Terms of its texts; null when it brings no issue text.</param>
internal sealed record Telling(FixReport Report, byte[] SolutionHash, IndexedText? Terms)
{
    /// <summary>Derives it all.</summary>
    public static Telling Of(FixReport report) => new(
        report, SolutionIdentity.Hash(report.Solution), report.IssueText is { } issue ? IndexedText.OfFix(issue, report.Solution) : null);
}
