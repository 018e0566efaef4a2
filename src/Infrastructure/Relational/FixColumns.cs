using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How a fix lies in a row of <c>memori_metadata</c>, in whichever store.</summary>
internal static class FixColumns
{
    /// <summary>Columns for <see cref="Read"/>, of the table's alias <c>m</c>.</summary>
    public const string Names = """
        m.id, m.fingerprint, m.solution_hash, m.ts, m.first_ts, m.sightings, m.revision, m.success, m.success_ts, m.worked, m.failed,
        m.rolled_back, m.attempted, m.unknown, m.agent, m.service, m.server, m.environment, m.version, m.source, m.source_id, m.supersedes,
        m.superseded_by, m.tags, m.metadata, m.issue, m.solution, m.content_hash
        """;

    /// <summary>How many values <see cref="Names"/> names before the hash.</summary>
    public const int Count = 27;

    /// <summary>The fix and the hash of its solution.</summary>
    public static (Fix Fix, byte[] SolutionHash) Read(RowValues values)
    {
        var fix = new Fix
        {
            Id = values.Id(0),
            Fingerprint = values.Fingerprint(1),
            Ts = values.Integer(3),
            FirstTs = values.Integer(4),
            Sightings = values.Integer(5),
            Revision = values.Integer(6),
            Success = values.FlagOrNull(7),
            SuccessTs = values.IntegerOrNull(8),
            Outcomes = new OutcomeCounts(values.Integer(9), values.Integer(10), values.Integer(11), values.Integer(12), values.Integer(13)),
            Agent = values.TextOrNull(14),
            Scope = values.Scope(15),
            Source = values.TextOrNull(19),
            SourceId = values.TextOrNull(20),
            Supersedes = values.IdOrNull(21),
            SupersededBy = values.IdOrNull(22),
            Tags = values.Tags(23),
            Metadata = values.Metadata(24),
            IssueText = values.Text(25),
            Solution = values.Text(26),
        };
        return (fix, values.Bytes(2));
    }

    /// <summary>Adds the outcomes of a fix to the counters of all fixes, or takes them away.</summary>
    /// <param name="count">Changes a counter by its name.</param>
    /// <param name="counts">Counts of the fix.</param>
    /// <param name="sign">1 to add, −1 to take away.</param>
    public static void Tally(Action<string, long> count, OutcomeCounts counts, long sign)
    {
        count("worked", sign * counts.Worked);
        count("failed", sign * counts.AllFailed);
        if (counts.Worked + counts.AllFailed == 0)
            count("inconclusive", sign);
    }
}
