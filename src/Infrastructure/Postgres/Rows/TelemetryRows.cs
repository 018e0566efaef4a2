using Npgsql;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Telemetry;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Telemetry reports and their points.</summary>
internal static class TelemetryRows
{
    // Steps from one name to the next through the index: an agent's months of points need not be read to know their names.
    private const string Names = """
        WITH RECURSIVE names(name) AS (
            (SELECT p.name FROM telemetry_points p WHERE p.agent = $1 ORDER BY p.name LIMIT 1)
            UNION ALL
            SELECT (SELECT p.name FROM telemetry_points p WHERE p.agent = $1 AND p.name > names.name ORDER BY p.name LIMIT 1) FROM names WHERE names.name IS NOT NULL)
        SELECT name FROM names WHERE name IS NOT NULL AND ($2::text IS NULL OR name = $2)
        """;

    private const string EveryPoint = """
        SELECT name, unit, ts, value FROM (
            SELECT name, unit, ts, value, place AS told, row_number() OVER (PARTITION BY name, unit ORDER BY ts DESC, place DESC) AS nth
            FROM telemetry_points WHERE agent = $1 AND name = ANY($2) AND ts >= $3) p
        WHERE nth <= $4 ORDER BY name, unit NULLS FIRST, ts, told
        """;

    private const string MeanOfSteps = """
        SELECT name, unit, step, value FROM (
            SELECT name, unit, ts / $5 * $5 AS step, avg(value) AS value, row_number() OVER (PARTITION BY name, unit ORDER BY ts / $5 DESC) AS nth
            FROM telemetry_points WHERE agent = $1 AND name = ANY($2) AND ts >= $3 GROUP BY name, unit, ts / $5) p
        WHERE nth <= $4 ORDER BY name, unit NULLS FIRST, step
        """;

    /// <summary>Whether this report was taken before: same agent, installation, sequence and body.</summary>
    public static async Task<bool> IsRepeatAsync(PostgresSession session, TelemetryReport report) => report.Sequence is { } sequence && await session.ExistsAsync(
        "SELECT FROM telemetry_reports WHERE agent = $1 AND sequence = $2 AND instance_id IS NOT DISTINCT FROM $3 AND digest = $4",
        report.Agent.Name, sequence, report.Agent.InstanceId, report.Digest).ConfigureAwait(false);

    public static void Insert(WriteSession session, TelemetryReport report)
    {
        session.Run(
            """
            INSERT INTO telemetry_reports (id, agent, instance_id, sequence, digest, ts, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            report.Id, report.Agent.Name, report.Agent.InstanceId, report.Sequence, report.Digest, report.Ts, report.ReceivedAt);
        if (report.Metrics.Count == 0)
            return;
        session.Run(
            """
            INSERT INTO telemetry_points (report, agent, name, unit, ts, value, attributes)
            SELECT $1, $2, p.name, p.unit, $3, p.value, p.attributes
            FROM unnest($4, $5, $6, $7) WITH ORDINALITY p(name, unit, value, attributes, nth) ORDER BY p.nth
            """,
            report.Id, report.Agent.Name, report.Ts, report.Metrics.Select(metric => metric.Name).ToArray(), report.Metrics.Select(metric => metric.Unit!).ToArray(),
            report.Metrics.Select(metric => metric.Value).ToArray(), report.Metrics.Select(metric => metric.Attributes?.Json!).ToArray());
    }

    /// <summary>The series of an agent, by name, then unit (none first); points oldest first.</summary>
    public static async Task<List<MetricSeries>> SeriesAsync(PostgresSession session, SeriesQuery query)
    {
        var names = await session.QueryAsync(Names, row => row.GetString(0), query.Agent, query.Name).ConfigureAwait(false);
        if (names.Count == 0)
            return [];
        var points = query.StepMilliseconds is { } step
            ? await session.QueryAsync(MeanOfSteps, Point, query.Agent, names.ToArray(), query.Since, query.MaxPoints, step).ConfigureAwait(false)
            : await session.QueryAsync(EveryPoint, Point, query.Agent, names.ToArray(), query.Since, query.MaxPoints).ConfigureAwait(false);
        return [.. points.GroupBy(point => (point.Name, point.Unit)).Select(series => new MetricSeries(series.Key.Name, series.Key.Unit, [.. series.Select(point => point.At)]))];
    }

    /// <summary>Removes the oldest reports before an instant.</summary>
    /// <returns>How many; at most <paramref name="limit"/>.</returns>
    public static async Task<int> PurgeAsync(WriteSession session, long before, int limit)
    {
        var gone = await session.QueryAsync(
            "DELETE FROM telemetry_reports WHERE id IN (SELECT id FROM telemetry_reports WHERE ts < $1 ORDER BY ts, place LIMIT $2) RETURNING id",
            row => row.GetGuid(0), before, limit).ConfigureAwait(false);
        session.Run("DELETE FROM telemetry_points WHERE report = ANY($1)", gone.ToArray());
        return gone.Count;
    }

    private static (string Name, string? Unit, MetricPoint At) Point(NpgsqlDataReader row) =>
        (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), new MetricPoint(row.GetInt64(2), row.GetDouble(3)));
}
