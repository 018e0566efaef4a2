using Npgsql;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Issues that were seen, and their episodes (contract 8).</summary>
internal static class EpisodeReads
{
    private const string ByIssue = $"""
        SELECT e.fingerprint, max(e.last_seen_at) AS last_seen, sum(e.count)::bigint AS seen, count(*) FILTER (WHERE {AlertRows.IsOpen}) AS open,
            count(*) FILTER (WHERE {AlertRows.IsOpen} AND NOT EXISTS (
                SELECT FROM episode_details d WHERE d.episode = e.id AND d.acknowledged_by IS NOT NULL)) AS fresh,
            array_agg(DISTINCT e.server) FILTER (WHERE e.server IS NOT NULL) AS servers
        FROM episodes e
        """;

    private const string Status = "CASE WHEN g.fresh > 0 THEN 2 WHEN g.open > 0 THEN 1 ELSE 0 END";
    private const string Columns = $"g.fingerprint, g.last_seen, g.seen, g.open, {Status}, coalesce(g.servers, ARRAY[]::text[])";

    /// <summary>Issues by when they were last seen, ties by fingerprint.</summary>
    public static async Task<List<IssueSummary>> IssuesAsync(PostgresSession session, IssueListQuery query, long oldest) => await WholeAsync(session, await session.QueryAsync(
        $"""
        SELECT {Columns} FROM ({ByIssue} GROUP BY e.fingerprint) g
        WHERE (g.last_seen < $2 OR (g.last_seen = $2 AND g.fingerprint > $3)) AND ($4 < 0 OR {Status} = $4)
        ORDER BY g.last_seen DESC, g.fingerprint LIMIT $5
        """,
        Sum.Read, oldest, query.After?.LastSeen ?? long.MaxValue, query.After?.Fingerprint.Value ?? "", query.Status is { } status ? (int)status : -1, query.Limit)
        .ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>One issue; null when it is not known.</summary>
    public static async Task<IssueSummary?> IssueAsync(PostgresSession session, Fingerprint fingerprint, long oldest)
    {
        var issue = IssueRows.Ask(session, fingerprint);
        var found = await session.QueryAsync(
            $"SELECT {Columns} FROM ({ByIssue} WHERE e.fingerprint = $2 GROUP BY e.fingerprint) g", Sum.Read, oldest, fingerprint.Value).ConfigureAwait(false);
        if (issue.First is not { } known)
            return null;
        return (await WholeAsync(session, found.Count > 0 ? found : [new Sum(fingerprint, known.FirstSeen, 0, 0, IssueStatus.Quiet, [])]).ConfigureAwait(false))[0];
    }

    /// <summary>Episodes, newest beginning first, ties by id.</summary>
    public static async Task<List<EpisodeEntry>> EpisodesAsync(PostgresSession session, EpisodeQuery query, long oldest)
    {
        var found = await session.QueryAsync(
            $"""
            SELECT {AlertRows.IsOpen}, {EpisodeColumns.Names} FROM episodes e
            WHERE e.started_at <= $2 AND (e.started_at < $2 OR e.id > $3) AND ($4::boolean IS NULL OR {AlertRows.IsOpen} = $4) AND ($5::text IS NULL OR e.fingerprint = $5)
            ORDER BY e.started_at DESC, e.id LIMIT $6
            """,
            row => (IsOpen: row.GetBoolean(0), Episode: EpisodeColumns.Read(row, 1)),
            oldest, query.After?.Ts ?? long.MaxValue, query.After?.Id ?? Guid.Empty, query.IsOpen, query.Fingerprint?.Value, query.Limit).ConfigureAwait(false);
        var details = await AlertRows.DetailsOfAsync(session, [.. found.Select(row => row.Episode.Id)]).ConfigureAwait(false);
        var issues = (await IssueRows.GetAsync(session, [.. found.Select(row => row.Episode.Fingerprint.Value).Distinct()]).ConfigureAwait(false))
            .ToDictionary(issue => issue.Fingerprint);
        return
        [
            .. found.Select(row => new EpisodeEntry(
                row.IsOpen ? row.Episode : row.Episode.Ended(row.Episode.LastSeenAt),
                details[row.Episode.Id].Text ?? issues.GetValueOrDefault(row.Episode.Fingerprint)?.Text ?? "",
                details[row.Episode.Id].AcknowledgedBy, details[row.Episode.Id].Alerts.Count)),
        ];
    }

    /// <summary>Open episodes of an issue, by id.</summary>
    public static Task<List<Guid>> OpenOfAsync(PostgresSession session, Fingerprint fingerprint, long oldest) => session.QueryAsync(
        $"SELECT e.id FROM episodes e WHERE {AlertRows.IsOpen} AND e.fingerprint = $2 ORDER BY e.id", row => row.GetGuid(0), oldest, fingerprint.Value);

    /// <summary>How many episodes are open.</summary>
    public static async Task<long> CountOpenAsync(PostgresSession session, long oldest) =>
        (await session.QueryAsync($"SELECT count(*) FROM episodes e WHERE {AlertRows.IsOpen}", row => row.GetInt64(0), oldest).ConfigureAwait(false))[0];

    private static async Task<List<IssueSummary>> WholeAsync(PostgresSession session, List<Sum> sums)
    {
        string[] prints = [.. sums.Select(sum => sum.Fingerprint.Value)];
        var texts = session.Ask(
            """
            SELECT DISTINCT ON (e.fingerprint) e.fingerprint, e.id FROM episodes e JOIN episode_details d ON d.episode = e.id
            WHERE e.fingerprint = ANY($1) AND d.text IS NOT NULL ORDER BY e.fingerprint, e.started_at DESC, e.id DESC
            """,
            row => (Fingerprint: row.GetString(0), Episode: row.GetGuid(1)), prints);
        var issues = (await IssueRows.GetAsync(session, prints).ConfigureAwait(false)).ToDictionary(issue => issue.Fingerprint);
        var details = await AlertRows.DetailsOfAsync(session, [.. texts.Rows.Select(row => row.Episode)]).ConfigureAwait(false);
        var told = texts.Rows.ToDictionary(row => row.Fingerprint, row => details[row.Episode].Text, StringComparer.Ordinal);
        return
        [
            .. sums.Select(sum =>
            {
                var issue = issues.GetValueOrDefault(sum.Fingerprint);
                return new IssueSummary(
                    sum.Fingerprint, told.GetValueOrDefault(sum.Fingerprint.Value) ?? issue?.Text ?? "", sum.Status, sum.Open, [.. sum.Servers.Order(StringComparer.Ordinal)],
                    issue?.FirstSeen ?? sum.LastSeen, sum.LastSeen, sum.Seen);
            }),
        ];
    }

    private sealed record Sum(Fingerprint Fingerprint, long LastSeen, long Seen, long Open, IssueStatus Status, string[] Servers)
    {
        public static Sum Read(NpgsqlDataReader row) => new(
            Fingerprint.Parse(row.GetString(0)), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), (IssueStatus)row.GetInt32(4), row.GetFieldValue<string[]>(5));
    }
}
