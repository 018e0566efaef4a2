using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Telemetry reports and their points.</summary>
internal static class TelemetryRows
{
    // Steps from one name to the next through the index: an agent's months of points need not be read to know their names.
    private const string Names = """
        WITH RECURSIVE names(name) AS (
            SELECT min(name) FROM telemetry_points WHERE agent = ?1
            UNION ALL
            SELECT (SELECT min(p.name) FROM telemetry_points p WHERE p.agent = ?1 AND p.name > names.name) FROM names WHERE names.name IS NOT NULL)
        SELECT name FROM names WHERE name IS NOT NULL AND (?2 IS NULL OR name = ?2)
        """;

    private const string EveryPoint = """
        SELECT unit, ts, value FROM (
            SELECT unit, ts, value, rowid AS told, row_number() OVER (PARTITION BY unit ORDER BY ts DESC, rowid DESC) AS place
            FROM telemetry_points WHERE agent = ?1 AND name = ?2 AND ts >= ?3)
        WHERE place <= ?4 ORDER BY unit, ts, told
        """;

    private const string MeanOfSteps = """
        SELECT unit, step, value FROM (
            SELECT unit, ts / ?5 * ?5 AS step, avg(value) AS value, row_number() OVER (PARTITION BY unit ORDER BY ts / ?5 DESC) AS place
            FROM telemetry_points WHERE agent = ?1 AND name = ?2 AND ts >= ?3 GROUP BY unit, ts / ?5)
        WHERE place <= ?4 ORDER BY unit, step
        """;

    /// <summary>Whether this report was taken before: same agent, installation, sequence and body.</summary>
    public static bool IsRepeat(SqliteSession session, TelemetryReport report) => report.Sequence is { } sequence && session.Exists(
        "SELECT 1 FROM telemetry_reports WHERE agent = ?1 AND sequence = ?2 AND instance_id IS ?3 AND digest = ?4",
        report.Agent.Name, sequence, report.Agent.InstanceId, report.Digest);

    public static void Insert(WriteSession session, TelemetryReport report)
    {
        session.Run(
            """
            INSERT INTO telemetry_reports (id, agent, instance_id, sequence, digest, ts, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            report.Id, report.Agent.Name, report.Agent.InstanceId, report.Sequence, report.Digest, report.Ts, report.ReceivedAt);
        var rid = session.LastRowId;
        foreach (var metric in report.Metrics)
        {
            session.Run(
                "INSERT INTO telemetry_points (report, agent, name, unit, ts, value, attributes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                rid, report.Agent.Name, metric.Name, metric.Unit, report.Ts, metric.Value, metric.Attributes?.Json);
        }
    }

    /// <summary>The series of an agent, by name, then unit (none first); points oldest first.</summary>
    public static List<MetricSeries> Series(SqliteSession session, SeriesQuery query)
    {
        var series = new List<MetricSeries>();
        foreach (var name in session.Query(Names, row => row.GetString(0), query.Agent, query.Name))
        {
            var points = query.StepMilliseconds is { } step
                ? session.Query(MeanOfSteps, Point, query.Agent, name, query.Since, query.MaxPoints, step)
                : session.Query(EveryPoint, Point, query.Agent, name, query.Since, query.MaxPoints);
            series.AddRange(points.GroupBy(point => point.Unit).Select(unit => new MetricSeries(name, unit.Key, [.. unit.Select(point => point.At)])));
        }

        return series;
    }

    /// <summary>Removes the oldest reports before an instant.</summary>
    /// <returns>How many; at most <paramref name="limit"/>.</returns>
    public static int Purge(WriteSession session, long before, int limit)
    {
        const string Oldest = "(SELECT rid FROM telemetry_reports WHERE ts < ?1 ORDER BY ts, rid LIMIT ?2)";
        session.Run($"DELETE FROM telemetry_points WHERE report IN {Oldest}", before, limit);
        return session.Run($"DELETE FROM telemetry_reports WHERE rid IN {Oldest}", before, limit);
    }

    private static (string? Unit, MetricPoint At) Point(SqliteDataReader row) =>
        (row.IsDBNull(0) ? null : row.GetString(0), new MetricPoint(row.GetInt64(1), row.GetDouble(2)));
}
