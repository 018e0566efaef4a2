using System.Data.Common;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How the counted outcomes of a fix in one scope lie in a row of <c>outcome_evidence</c>, in whichever store; '' is a part of the scope that was not said.</summary>
internal static class EvidenceColumns
{
    /// <summary>Columns for <see cref="Read"/>.</summary>
    public const string Names = """
        fix, service, server, environment, version, worked_reported, worked_person, worked_verified, worked_cleared, failed_reported, failed_person,
        failed_verified, failed_cleared, unknown, came_back, last_ts, last_worked_ts, came_back_ts, content_hash
        """;

    private const int Count = 18;

    /// <exception cref="DamagedRowException">The row is not what was written.</exception>
    public static ScopedEvidence Read(DbDataReader row)
    {
        var values = RowValues.Verified(row, "outcome_evidence", 0, Count);
        return new ScopedEvidence(
            RowValues.ScopeOf(Part(values, 1), Part(values, 2), Part(values, 3), Part(values, 4)),
            Tally(values, 5), Tally(values, 9), values.Integer(13), values.Integer(14),
            values.IntegerOrNull(15), values.IntegerOrNull(16), values.IntegerOrNull(17));
    }

    private static EvidenceTally Tally(RowValues values, int column) =>
        new(values.Integer(column), values.Integer(column + 1), values.Integer(column + 2), values.Integer(column + 3));

    private static string? Part(RowValues values, int column) => values.Text(column) is { Length: > 0 } part ? part : null;
}
