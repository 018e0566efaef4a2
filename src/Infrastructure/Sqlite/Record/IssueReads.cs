using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Reads by the text of the issue, and how often issues were told or seen.</summary>
internal static class IssueReads
{
    // More candidates than this mean a common text: then the newest fixes hold enough of them, and need no sorting.
    private const int RareCandidates = 1_000;
    private const int Page = 200;

    // Each further three of characters costs more to look up than the candidates it spares.
    private const int GramsOfSimilar = 4;

    /// <summary>Fixes whose issue contains a text, newest first, ties by id.</summary>
    public static List<FixWithEvidence> Similar(SqliteSession session, string text, int limit)
    {
        var found = Rare(session, text, limit) ?? Newest(session, text, limit);
        return [.. found.Select(rid => FixRows.ByRid(session, rid)).OfType<StoredFix>().Select(stored => FixReads.WithEvidence(session, stored))];
    }

    /// <summary>How often the fixes worked whose issue contains a text, or all fixes.</summary>
    public static SuccessCounts Count(SqliteSession session, string? text)
    {
        if (text is null)
            return CountAll(session);
        var candidates = GramIndex.Query(text, GramIndex.MostGrams) is { } query
            ? session.Query($"SELECT {FixRows.Columns} FROM issue_grams g JOIN memori_metadata m ON m.rid = g.rowid WHERE issue_grams MATCH ?1", FixRows.Read, query)
            : NewestFirst(session);
        var counts = candidates.Where(stored => FoldedText.Contains(stored.Fix.IssueText, text)).Select(stored => stored.Fix.Outcomes).ToList();
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

        // The index is named because the planner would rather walk through all fixes in the order of another one.
        var servers = session.Query(
            """
            SELECT r.server FROM memori_metadata m INDEXED BY fix_identity CROSS JOIN reports r ON r.fix = m.rid
            WHERE m.kind = 0 AND m.fingerprint = ?1 AND r.ts >= ?2 AND r.ts <= ?3 AND r.server IS NOT NULL
            UNION SELECT server FROM occurrences WHERE fingerprint = ?1 AND ts >= ?2 AND ts <= ?3 AND server IS NOT NULL
            """,
            row => row.GetString(0), window.Fingerprint.Value, since, until);
        var agents = session.Query(
            """
            SELECT DISTINCT r.agent FROM memori_metadata m INDEXED BY fix_identity CROSS JOIN reports r ON r.fix = m.rid
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

    // Only the texts of those that are compared are read, and in full only what is shown.
    private static IEnumerable<long>? Rare(SqliteSession session, string text, int limit)
    {
        if (GramIndex.Query(text, GramsOfSimilar) is not { } query)
            return null;
        var candidates = session.Query("SELECT rowid FROM issue_grams WHERE issue_grams MATCH ?1 LIMIT ?2", row => row.GetInt64(0), query, RareCandidates + 1);
        return candidates.Count > RareCandidates ? null
            : candidates
                .Select(rid => session.First("SELECT ts, id, issue FROM memori_metadata WHERE rid = ?1", row => Candidate.Read(row, rid), rid))
                .OfType<Candidate>()
                .Where(candidate => Contains(session, candidate.Rid, candidate.Issue, text))
                .OrderByDescending(candidate => candidate.Ts).ThenBy(candidate => candidate.Id)
                .Take(limit).Select(candidate => candidate.Rid);
    }

    private static List<long> Newest(SqliteSession session, string text, int limit)
    {
        var found = new List<long>(limit);
        session.While(
            "SELECT m.rid, m.issue FROM memori_metadata m WHERE m.kind = 0 ORDER BY m.ts DESC, m.id",
            row =>
            {
                if (Contains(session, row.GetInt64(0), row.GetString(1), text))
                    found.Add(row.GetInt64(0));
                return found.Count < limit;
            });
        return found;
    }

    // What is shown is compared with its hash when it is read in full; what is left out must be, too, or a rotted text would be an absence.
    private static bool Contains(SqliteSession session, long rid, string issue, string text) =>
        FoldedText.Contains(issue, text) || (FixRows.ByRid(session, rid) is { } whole && FoldedText.Contains(whole.Fix.IssueText, text));

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

    private sealed record Candidate(long Rid, long Ts, Guid Id, string Issue)
    {
        public static Candidate Read(SqliteDataReader row, long rid) =>
            new(rid, row.GetInt64(0), new Guid(row.GetFieldValue<byte[]>(1), bigEndian: true), row.GetString(2));
    }

    private sealed record Window(Fingerprint Fingerprint, long Count, long PreviousCount, long LastSeen);
}
