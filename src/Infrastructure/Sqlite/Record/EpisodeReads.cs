using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Issues that were seen, and their episodes (contract 8).</summary>
internal static class EpisodeReads
{
    private const string ByIssue = $"""
        SELECT e.fingerprint, max(e.last_seen_at) AS last_seen, sum(e.count) AS seen, count(*) FILTER (WHERE {AlertRows.IsOpen}) AS open,
            count(*) FILTER (WHERE {AlertRows.IsOpen} AND NOT EXISTS (
                SELECT 1 FROM episode_details d WHERE d.episode = e.id AND d.acknowledged_by IS NOT NULL)) AS fresh
        FROM episodes e
        """;

    private const string Status = "CASE WHEN g.fresh > 0 THEN 2 WHEN g.open > 0 THEN 1 ELSE 0 END";

    /// <summary>Issues by when they were last seen, ties by fingerprint.</summary>
    public static List<IssueSummary> Issues(SqliteSession session, IssueListQuery query, long oldest)
    {
        var found = session.Query(
            $"""
            SELECT g.fingerprint, g.last_seen, g.seen, g.open, {Status} FROM ({ByIssue} GROUP BY e.fingerprint) g
            WHERE (g.last_seen < ?2 OR (g.last_seen = ?2 AND g.fingerprint > ?3)) AND (?4 < 0 OR {Status} = ?4)
            ORDER BY g.last_seen DESC, g.fingerprint LIMIT ?5
            """,
            Sum.Read, oldest, query.After?.LastSeen ?? long.MaxValue, query.After?.Fingerprint.Value ?? "", query.Status is { } status ? (long)status : -1, query.Limit);
        return [.. found.Select(sum => Whole(session, IssueRows.Get(session, sum.Fingerprint), sum))];
    }

    /// <summary>One issue; null when it is not known.</summary>
    public static IssueSummary? Issue(SqliteSession session, Fingerprint fingerprint, long oldest)
    {
        if (IssueRows.Get(session, fingerprint) is not { } issue)
            return null;
        var sum = session.First(
            $"SELECT g.fingerprint, g.last_seen, g.seen, g.open, {Status} FROM ({ByIssue} WHERE e.fingerprint = ?2 GROUP BY e.fingerprint) g", Sum.Read, oldest, fingerprint.Value);
        return Whole(session, issue, sum ?? new Sum(fingerprint, issue.FirstSeen, 0, 0, IssueStatus.Quiet));
    }

    /// <summary>Episodes, newest beginning first, ties by id.</summary>
    public static List<EpisodeEntry> Episodes(SqliteSession session, EpisodeQuery query, long oldest)
    {
        var found = session.Query(
            $"""
            SELECT {AlertRows.IsOpen}, (SELECT count(*) FROM episode_alerts a WHERE a.episode = e.id), {EpisodeColumns.Names} FROM episodes e
            WHERE e.started_at <= ?2 AND (e.started_at < ?2 OR e.id > ?3) AND (?4 < 0 OR {AlertRows.IsOpen} = ?4) AND (?5 = '' OR e.fingerprint = ?5)
            ORDER BY e.started_at DESC, e.id LIMIT ?6
            """,
            row => (IsOpen: row.GetInt64(0) != 0, Alerts: row.GetInt64(1), Episode: EpisodeColumns.Read(row, 2)),
            oldest, query.After?.Ts ?? long.MaxValue, query.After?.Id ?? Guid.Empty, query.IsOpen is { } open ? (open ? 1L : 0L) : -1L,
            query.Fingerprint?.Value ?? "", query.Limit);
        return
        [
            .. found.Select(row =>
            {
                var details = AlertRows.DetailsOf(session, row.Episode.Id);
                return new EpisodeEntry(
                    row.IsOpen ? row.Episode : row.Episode.Ended(row.Episode.LastSeenAt), details.Text ?? IssueRows.Get(session, row.Episode.Fingerprint)?.Text ?? "",
                    details.AcknowledgedBy, row.Alerts);
            }),
        ];
    }

    /// <summary>Open episodes of an issue, by id.</summary>
    public static List<Guid> OpenOf(SqliteSession session, Fingerprint fingerprint, long oldest) => session.Query(
        $"SELECT e.id FROM episodes e WHERE {AlertRows.IsOpen} AND e.fingerprint = ?2 ORDER BY e.id",
        row => new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true), oldest, fingerprint.Value);

    /// <summary>How many episodes are open.</summary>
    public static long CountOpen(SqliteSession session, long oldest) => session.Number($"SELECT count(*) FROM episodes e WHERE {AlertRows.IsOpen}", oldest) ?? 0;

    private static IssueSummary Whole(SqliteSession session, StoredIssue? issue, Sum sum)
    {
        var servers = session.Query(
            "SELECT DISTINCT server FROM episodes WHERE fingerprint = ?1 AND server IS NOT NULL", row => row.GetString(0), sum.Fingerprint.Value);
        return new IssueSummary(
            sum.Fingerprint, AlertRows.TextOf(session, sum.Fingerprint) ?? issue?.Text ?? "", sum.Status, sum.Open, [.. servers.Order(StringComparer.Ordinal)],
            issue?.FirstSeen ?? sum.LastSeen, sum.LastSeen, sum.Seen);
    }

    private sealed record Sum(Fingerprint Fingerprint, long LastSeen, long Seen, long Open, IssueStatus Status)
    {
        public static Sum Read(SqliteDataReader row) =>
            new(Fingerprint.Parse(row.GetString(0)), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), (IssueStatus)row.GetInt64(4));
    }
}
