using System.Data.Common;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How a report lies in a row of <c>reports</c>, in whichever store. What it says in the fix's own words is not stored twice.</summary>
internal static class ReportColumns
{
    /// <summary>Columns for <see cref="Read"/>, of the table's alias <c>r</c>.</summary>
    public const string Names = """
        r.id, r.ts, r.ts_given, r.success, r.inferred, r.agent, r.service, r.server, r.environment, r.version, r.source, r.source_id, r.told,
        r.tags, r.metadata, r.issue_kind, r.issue, r.solution, r.content_hash
        """;

    private const int Count = 18;
    private const int NoIssue = 0;
    private const int SameIssue = 1;
    private const int OwnIssue = 2;

    /// <summary>Whether a report names an entry of another system. Without a source an id names nothing: two systems may both count from 1.</summary>
    public static bool NamesSource(FixReport report) => report is { Source: not null, SourceId: not null };

    /// <summary>What is stored of a report's issue and solution beside the fix's own.</summary>
    public static (int IssueKind, string? Issue, string? Solution) WordsOf(FixReport report, Fix fix)
    {
        var kind = report.IssueText is null ? NoIssue : report.IssueText == fix.IssueText ? SameIssue : OwnIssue;
        return (kind, kind == OwnIssue ? report.IssueText : null, report.Solution == fix.Solution ? null : report.Solution);
    }

    /// <summary>The report in the columns from a place on.</summary>
    /// <exception cref="DamagedRowException">It is not what was written.</exception>
    public static FixReport Read(DbDataReader row, int first, FixWords fix)
    {
        var values = RowValues.Verified(row, "reports", first, Count);
        return new FixReport
        {
            Id = values.Id(0),
            Fingerprint = fix.Fingerprint,
            Ts = values.Integer(1),
            TsGiven = values.Flag(2),
            Success = values.FlagOrNull(3),
            Inferred = values.Flag(4),
            Agent = values.TextOrNull(5),
            Scope = values.Scope(6),
            Source = values.TextOrNull(10),
            SourceId = values.TextOrNull(11),
            Tags = values.Tags(13),
            Metadata = values.Metadata(14),
            IssueText = values.Integer(15) switch { NoIssue => null, SameIssue => fix.IssueText, _ => values.Text(16) },
            Solution = values.TextOrNull(17) ?? fix.Solution,
        };
    }
}

/// <summary>A fix's own words, which its reports do not repeat.</summary>
internal sealed record FixWords(Fingerprint Fingerprint, string IssueText, string Solution)
{
    public static FixWords Of(Fix fix) => new(fix.Fingerprint, fix.IssueText, fix.Solution);
}
