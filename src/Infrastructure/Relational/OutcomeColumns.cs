using System.Data.Common;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How an outcome lies in a row of <c>outcomes</c>, in whichever store.</summary>
internal static class OutcomeColumns
{
    /// <summary>Columns for <see cref="Read"/>, of the table's alias <c>o</c>.</summary>
    public const string Names = """
        o.id, o.ts, o.kind, o.counted, o.evidence, o.agent, o.service, o.server, o.environment, o.version, o.recall_id, o.application_id,
        o.episode_id, o.note, o.content_hash
        """;

    private const int Count = 14;

    /// <summary>The outcome in the columns from a place on.</summary>
    /// <exception cref="DamagedRowException">It is not what was written.</exception>
    public static OutcomeEntry Read(DbDataReader row, int first, Guid fixId)
    {
        var values = RowValues.Verified(row, "outcomes", first, Count);
        var outcome = new OutcomeReport(
            values.Id(0), fixId, (OutcomeKind)values.Integer(2), new Evidence((EvidenceKind)values.Integer(4), values.TextOrNull(13)),
            values.TextOrNull(5), values.Scope(6), values.Integer(1), values.IdOrNull(10), values.TextOrNull(11), values.IdOrNull(12));
        return new OutcomeEntry(outcome, values.Flag(3));
    }

    /// <summary>When and where an outcome was, from five columns: instant, service, server, environment, version.</summary>
    public static OutcomePlace ReadPlace(DbDataReader row) =>
        new(row.GetInt64(0), RowValues.ScopeOf(Text(row, 1), Text(row, 2), Text(row, 3), Text(row, 4)));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>When and where an outcome was.</summary>
/// <param name="Ts">Epoch milliseconds.</param>
/// <param name="Scope">The scope it was reported in.</param>
internal sealed record OutcomePlace(long Ts, Scope Scope);
