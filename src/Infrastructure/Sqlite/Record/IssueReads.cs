using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Reads by the text of the issue, and how often issues were told or seen.</summary>
internal static class IssueReads
{
    // More candidates than this mean a common text: then the newest fixes hold enough of them, and need no sorting.
    private const int RareCandidates = 2_000;
    private const int Page = 200;

    /// <summary>Fixes whose issue contains a text, newest first, ties by id.</summary>
    public static List<FixWithEvidence> Similar(SqliteSession session, string text, int limit)
    {
        var found = Rare(session, text) ?? NewestFirst(session);
        return [.. found.Where(stored => GramIndex.Contains(stored.Fix.IssueText, text)).Take(limit).Select(stored => FixReads.WithEvidence(session, stored))];
    }

    /// <summary>How often the fixes worked whose issue contains a text, or all fixes.</summary>
    public static SuccessCounts Count(SqliteSession session, string? text)
    {
        if (text is null)
            return CountAll(session);
        var candidates = GramIndex.Query(text) is { } query
            ? session.Query($"SELECT {FixRows.Columns} FROM issue_grams g JOIN memori_metadata m ON m.rid = g.rowid WHERE issue_grams MATCH ?1", FixRows.Read, query)
            : NewestFirst(session);
        var counts = candidates.Where(stored => GramIndex.Contains(stored.Fix.IssueText, text)).Select(stored => stored.Fix.Outcomes).ToList();
        return new SuccessCounts(counts.Count, counts.Sum(c => c.Worked), counts.Sum(c => c.AllFailed), counts.Count(c => c.Worked + c.AllFailed == 0));
    }

    /// <summary>Issues by how often they were told or seen in a window; count descending, then fingerprint ascending.</summary>
    public static List<IssuePattern> Patterns(SqliteSession session, long since, long previousSince, long until, int limit)
    {
        var windows = session.Query(
            """
            SELECT fingerprint, count(*) FILTER (WHERE ts >= ?1), count(*) FILTER (WHERE ts < ?1), max(ts)
            FROM (
                SELECT fingerprint, ts FROM reports WHERE ts >= min(?1, ?2) AND ts <= ?3
                UNION ALL SELECT fingerprint, ts FROM occurrences WHERE ts >= min(?1, ?2) AND ts <= ?3)
            GROUP BY fingerprint HAVING max(ts) >= ?1 ORDER BY 2 DESC, 1 LIMIT ?4
            """,
            row => new Window(Fingerprint.Parse(row.GetString(0)), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), since, previousSince, until, limit);
        return [.. windows.Select(window => Pattern(session, window, since, until))];
    }

    private static IssuePattern Pattern(SqliteSession session, Window window, long since, long until)
    {
        var issue = IssueRows.Get(session, window.Fingerprint);
        var servers = session.Query(
            """
            SELECT r.server FROM memori_metadata m JOIN reports r ON r.fix = m.rid
            WHERE m.kind = 0 AND m.fingerprint = ?1 AND r.ts >= ?2 AND r.ts <= ?3 AND r.server IS NOT NULL
            UNION SELECT server FROM occurrences WHERE fingerprint = ?1 AND ts >= ?2 AND ts <= ?3 AND server IS NOT NULL
            """,
            row => row.GetString(0), window.Fingerprint.Value, since, until);
        var agents = session.Query(
            """
            SELECT DISTINCT r.agent FROM memori_metadata m JOIN reports r ON r.fix = m.rid
            WHERE m.kind = 0 AND m.fingerprint = ?1 AND r.ts >= ?2 AND r.ts <= ?3 AND r.agent IS NOT NULL
            """,
            row => row.GetString(0), window.Fingerprint.Value, since, until);
        return new IssuePattern(
            window.Fingerprint, issue?.Text ?? "", window.Count, window.PreviousCount, issue?.FirstSeen ?? window.LastSeen, window.LastSeen,
            [.. servers.Order(StringComparer.Ordinal)], [.. agents.Order(StringComparer.Ordinal)],
            [.. FixRows.OfIssue(session, window.Fingerprint).Select(stored => FixReads.WithEvidence(session, stored))]);
    }

    private static SuccessCounts CountAll(SqliteSession session)
    {
        var counters = CounterRows.All(session);
        return new SuccessCounts(counters["fixes"], counters["worked"], counters["failed"], counters["inconclusive"]);
    }

    private static IEnumerable<StoredFix>? Rare(SqliteSession session, string text)
    {
        if (GramIndex.Query(text) is not { } query)
            return null;
        var candidates = session.Query(
            "SELECT m.rid, m.ts, m.id FROM issue_grams g JOIN memori_metadata m ON m.rid = g.rowid WHERE issue_grams MATCH ?1 LIMIT ?2",
            row => (Rid: row.GetInt64(0), Ts: row.GetInt64(1), Id: new Guid(row.GetFieldValue<byte[]>(2), bigEndian: true)), query, RareCandidates + 1);
        return candidates.Count > RareCandidates ? null
            : candidates.OrderByDescending(c => c.Ts).ThenBy(c => c.Id).Select(c => FixRows.ByRid(session, c.Rid)).OfType<StoredFix>();
    }

    private static IEnumerable<StoredFix> NewestFirst(SqliteSession session)
    {
        var (ts, id) = (long.MaxValue, Guid.Empty);
        while (true)
        {
            var page = session.Query(
                $"""
                SELECT {FixRows.Columns} FROM memori_metadata m
                WHERE m.kind = 0 AND m.ts <= ?1 AND (m.ts < ?1 OR m.id > ?2) ORDER BY m.ts DESC, m.id LIMIT ?3
                """,
                FixRows.Read, ts, id, Page);
            foreach (var stored in page)
                yield return stored;
            if (page.Count < Page)
                yield break;
            (ts, id) = (page[^1].Fix.Ts, page[^1].Fix.Id);
        }
    }

    private sealed record Window(Fingerprint Fingerprint, long Count, long PreviousCount, long LastSeen);
}
