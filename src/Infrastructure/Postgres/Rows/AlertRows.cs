using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>What alerts and people add to episodes, and what was delivered. Whoever writes the former holds the issue's name.</summary>
internal static class AlertRows
{
    /// <summary>Whether an alert fires in an episode of the table's alias <c>e</c>.</summary>
    public const string Fires = "EXISTS (SELECT FROM episode_alerts f WHERE f.episode = e.id AND f.resolved_at IS NULL)";

    /// <summary>Whether an episode of the table's alias <c>e</c> is open; <c>$1</c> is the oldest instant of the regression window.</summary>
    public const string IsOpen = $"(e.ended_at IS NULL AND (e.last_seen_at >= $1 OR {Fires}))";

    /// <summary>Gathers the question whether an alert fires in the open episode of an issue at a place; no row when not.</summary>
    public static Asked<bool> AskFires(PostgresSession session, Fingerprint fingerprint, string? place) => session.Ask(
        $"SELECT true FROM episodes e WHERE e.fingerprint = $1 AND coalesce(e.place, '') = $2 AND e.ended_at IS NULL AND {Fires}",
        row => row.GetBoolean(0), fingerprint.Value, place ?? "");

    /// <summary>What is added to some episodes, each of them named.</summary>
    public static async Task<Dictionary<Guid, EpisodeDetails>> DetailsOfAsync(PostgresSession session, Guid[] episodes)
    {
        var details = session.Ask($"SELECT {AlertColumns.Details} FROM episode_details d WHERE d.episode = ANY($1)", AlertColumns.ReadDetails, episodes);
        var alerts = await session.QueryAsync(
            $"SELECT {AlertColumns.Alert} FROM episode_alerts a WHERE a.episode = ANY($1) ORDER BY a.fired_at, a.source, a.sender", AlertColumns.ReadAlert, episodes)
            .ConfigureAwait(false);
        var known = details.Rows.ToDictionary(row => row.Episode, row => row.Details);
        var told = alerts.ToLookup(row => row.Episode, row => row.Alert);
        return episodes.Distinct().ToDictionary(id => id, id => known.GetValueOrDefault(id, EpisodeDetails.None) with { Alerts = [.. told[id]] });
    }

    /// <summary>Gathers the writing of what has changed of what is added to an episode.</summary>
    public static void Put(WriteSession session, Guid episode, EpisodeDetails before, EpisodeDetails after)
    {
        if ((after.Text, after.AcknowledgedBy, after.AcknowledgedAt) != (before.Text, before.AcknowledgedBy, before.AcknowledgedAt))
        {
            Arg[] details = [episode, after.Text, after.AcknowledgedBy, after.AcknowledgedAt];
            session.Run(
                """
                INSERT INTO episode_details (episode, text, acknowledged_by, acknowledged_at, content_hash) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (episode) DO UPDATE SET text = $2, acknowledged_by = $3, acknowledged_at = $4, content_hash = $5
                """,
                [.. details, RowHash.Of(details)]);
        }

        foreach (var alert in after.Alerts.Except(before.Alerts))
        {
            Arg[] values = [episode, alert.Source, alert.Sender, alert.FiredAt, alert.ResolvedAt, alert.Times];
            session.Run(
                """
                INSERT INTO episode_alerts (episode, source, sender, fired_at, resolved_at, times, content_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (episode, source, sender) DO UPDATE SET fired_at = $4, resolved_at = $5, times = $6, content_hash = $7
                """,
                [.. values, RowHash.Of(values)]);
        }
    }

    /// <summary>Gathers the writing of a delivery; one that is there stays as it is.</summary>
    public static void Insert(WriteSession session, AlertDelivery delivery) => session.Run(
        """
        INSERT INTO alert_deliveries (id, received_at, source, received, firing, repeats, resolved, late, refused, mended, took_ms, bytes, problem, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING
        """,
        delivery.Id, delivery.ReceivedAt, delivery.Source, delivery.Received, delivery.Firing, delivery.Repeats, delivery.Resolved, delivery.Late,
        delivery.Refused, delivery.Mended, delivery.TookMilliseconds, delivery.Bytes, delivery.Problem, delivery.Body);

    /// <summary>Deliveries after a place, newest first, ties by id, without their bodies.</summary>
    public static Task<List<AlertDelivery>> ListAsync(PostgresSession session, int limit, ListPosition? after) => session.QueryAsync(
        $"""
        SELECT {AlertColumns.Delivery}, NULL::text FROM alert_deliveries v
        WHERE v.received_at <= $1 AND (v.received_at < $1 OR v.id > $2) ORDER BY v.received_at DESC, v.id LIMIT $3
        """,
        AlertColumns.ReadDelivery, after?.Ts ?? long.MaxValue, after?.Id ?? Guid.Empty, limit);

    public static Task<AlertDelivery?> ByIdAsync(PostgresSession session, Guid id) =>
        session.FirstAsync($"SELECT {AlertColumns.Delivery}, v.body FROM alert_deliveries v WHERE v.id = $1", AlertColumns.ReadDelivery, id);

    /// <summary>Removes what is too old and what is too much.</summary>
    /// <returns>How many were removed.</returns>
    public static async Task<long> PurgeAsync(WriteSession session, long before, int keep) => await session.RunNowAsync(
        """
        DELETE FROM alert_deliveries WHERE received_at < $1
        OR id IN (SELECT id FROM alert_deliveries ORDER BY received_at DESC, id OFFSET $2)
        """,
        before, keep).ConfigureAwait(false);
}
