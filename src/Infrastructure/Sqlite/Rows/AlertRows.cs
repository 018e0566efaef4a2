using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>What alerts and people add to episodes, and what was delivered.</summary>
internal static class AlertRows
{
    /// <summary>Whether an alert fires in an episode of the table's alias <c>e</c>.</summary>
    public const string Fires = "EXISTS (SELECT 1 FROM episode_alerts f WHERE f.episode = e.id AND f.resolved_at IS NULL)";

    /// <summary>Whether an episode of the table's alias <c>e</c> is open; <c>?1</c> is the oldest instant of the regression window.</summary>
    public const string IsOpen = $"(e.ended_at IS NULL AND (e.last_seen_at >= ?1 OR {Fires}))";

    /// <summary>What is added to an episode.</summary>
    public static EpisodeDetails DetailsOf(SqliteSession session, Guid episode)
    {
        var known = session.Query($"SELECT {AlertColumns.Details} FROM episode_details d WHERE d.episode = ?1", AlertColumns.ReadDetails, episode);
        var alerts = session.Query(
            $"SELECT {AlertColumns.Alert} FROM episode_alerts a WHERE a.episode = ?1 ORDER BY a.fired_at, a.source, a.sender", AlertColumns.ReadAlert, episode);
        return (known.Count > 0 ? known[0].Details : EpisodeDetails.None) with { Alerts = [.. alerts.Select(row => row.Alert)] };
    }

    /// <summary>Whether an alert fires in an episode.</summary>
    public static bool HasFiring(SqliteSession session, Guid episode) =>
        session.Exists("SELECT 1 FROM episode_alerts WHERE episode = ?1 AND resolved_at IS NULL", episode);

    /// <summary>Writes what has changed of what is added to an episode.</summary>
    public static void Put(WriteSession session, Guid episode, EpisodeDetails before, EpisodeDetails after)
    {
        if ((after.Text, after.AcknowledgedBy, after.AcknowledgedAt) != (before.Text, before.AcknowledgedBy, before.AcknowledgedAt))
        {
            object?[] details = [episode, after.Text, after.AcknowledgedBy, after.AcknowledgedAt];
            session.Run(
                "INSERT OR REPLACE INTO episode_details (episode, text, acknowledged_by, acknowledged_at, content_hash) VALUES (?1, ?2, ?3, ?4, ?5)",
                [.. details, RowHash.Of(details)]);
        }

        foreach (var alert in after.Alerts.Except(before.Alerts))
        {
            object?[] values = [episode, alert.Source, alert.Sender, alert.FiredAt, alert.ResolvedAt, alert.Times];
            session.Run(
                "INSERT OR REPLACE INTO episode_alerts (episode, source, sender, fired_at, resolved_at, times, content_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                [.. values, RowHash.Of(values)]);
        }
    }

    /// <summary>The newest text that alerts told of an issue; null when none did.</summary>
    public static string? TextOf(SqliteSession session, Fingerprint issue)
    {
        var newest = session.Query(
            $"""
            SELECT {AlertColumns.Details} FROM episodes e JOIN episode_details d ON d.episode = e.id
            WHERE e.fingerprint = ?1 AND d.text IS NOT NULL ORDER BY e.started_at DESC, e.id DESC LIMIT 1
            """,
            AlertColumns.ReadDetails, issue.Value);
        return newest.Count > 0 ? newest[0].Details.Text : null;
    }

    public static void Insert(WriteSession session, AlertDelivery delivery) => session.Run(
        """
        INSERT INTO alert_deliveries (id, received_at, source, received, firing, repeats, resolved, late, refused, mended, took_ms, bytes, problem, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        """,
        delivery.Id, delivery.ReceivedAt, delivery.Source, delivery.Received, delivery.Firing, delivery.Repeats, delivery.Resolved, delivery.Late,
        delivery.Refused, delivery.Mended, delivery.TookMilliseconds, delivery.Bytes, delivery.Problem, delivery.Body);

    /// <summary>Deliveries after a place, newest first, ties by id, without their bodies.</summary>
    public static List<AlertDelivery> List(SqliteSession session, int limit, ListPosition? after) => session.Query(
        $"""
        SELECT {AlertColumns.Delivery}, NULL FROM alert_deliveries v
        WHERE v.received_at <= ?1 AND (v.received_at < ?1 OR v.id > ?2) ORDER BY v.received_at DESC, v.id LIMIT ?3
        """,
        AlertColumns.ReadDelivery, after?.Ts ?? long.MaxValue, after?.Id ?? Guid.Empty, limit);

    public static AlertDelivery? ById(SqliteSession session, Guid id) =>
        session.First($"SELECT {AlertColumns.Delivery}, v.body FROM alert_deliveries v WHERE v.id = ?1", AlertColumns.ReadDelivery, id);

    /// <summary>Removes what is too old and what is too much.</summary>
    /// <returns>How many were removed.</returns>
    public static long Purge(WriteSession session, long before, int keep) => session.Run(
        """
        DELETE FROM alert_deliveries WHERE received_at < ?1
        OR id IN (SELECT id FROM alert_deliveries ORDER BY received_at DESC, id LIMIT -1 OFFSET ?2)
        """,
        before, keep);
}
