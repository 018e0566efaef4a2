using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Reads by the text of the issue, and how often issues were told or seen.</summary>
internal static class IssueReads
{
    // More candidates than this mean a common text: then the newest fixes hold enough of them, and need no sorting.
    private const int RareCandidates = 1_000;

    // The index gives them in no order; how many there are decides which way is the shorter one.
    private const string Candidates = """
        SELECT m.id FROM memori_metadata m WHERE m.kind = 0 AND m.issue_folded LIKE $1 LIMIT $2
        """;

    private const string Rare = $"""
        SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.id = ANY($1) AND m.kind = 0 ORDER BY m.ts DESC, m.id
        """;

    // Without the cast the planner would look the pattern up first and sort all it finds.
    private const string Newest = $"""
        SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.kind = 0 AND (m.issue_folded || '') LIKE $1 ORDER BY m.ts DESC, m.id LIMIT $2
        """;

    private const string Windows = """
        SELECT fingerprint, count(*) FILTER (WHERE ts >= $1), count(*) FILTER (WHERE ts < $1), max(ts)
        FROM (
            SELECT fingerprint, ts FROM reports WHERE ts >= least($1, $2) AND ts <= $3
            UNION ALL SELECT fingerprint, ts FROM occurrences WHERE ts >= least($1, $2) AND ts <= $3) told
        GROUP BY fingerprint HAVING max(ts) >= $1 ORDER BY 2 DESC, 1 LIMIT $4
        """;

    private const string Servers = """
        SELECT m.fingerprint, r.server FROM memori_metadata m JOIN reports r ON r.fix = m.id
        WHERE m.kind = 0 AND m.fingerprint = ANY($1) AND r.ts >= $2 AND r.ts <= $3 AND r.server IS NOT NULL
        UNION SELECT fingerprint, server FROM occurrences WHERE fingerprint = ANY($1) AND ts >= $2 AND ts <= $3 AND server IS NOT NULL
        """;

    private const string Agents = """
        SELECT DISTINCT m.fingerprint, r.agent FROM memori_metadata m JOIN reports r ON r.fix = m.id
        WHERE m.kind = 0 AND m.fingerprint = ANY($1) AND r.ts >= $2 AND r.ts <= $3 AND r.agent IS NOT NULL
        """;

    /// <summary>Fixes whose issue contains a text, newest first, ties by id.</summary>
    public static async Task<List<FixWithEvidence>> SimilarAsync(PostgresSession session, string text, int limit)
    {
        var pattern = IssueText.Pattern(text);
        var candidates = await session.QueryAsync(Candidates, row => row.GetGuid(0), pattern, RareCandidates + 1).ConfigureAwait(false);
        var found = candidates.Count <= RareCandidates
            ? await session.QueryAsync(Rare, FixRows.Read, candidates.ToArray()).ConfigureAwait(false)
            : await session.QueryAsync(Newest, FixRows.Read, pattern, limit).ConfigureAwait(false);
        return await FixReads.WithEvidenceAsync(session, [.. found.Where(stored => FoldedText.Contains(stored.Fix.IssueText, text)).Take(limit)]).ConfigureAwait(false);
    }

    /// <summary>How often the fixes worked whose issue contains a text, or all fixes.</summary>
    public static async Task<SuccessCounts> CountAsync(PostgresSession session, string? text)
    {
        if (text is null)
        {
            var counters = await CounterRows.AllAsync(session).ConfigureAwait(false);
            return new SuccessCounts(counters.Fixes, counters.Worked, counters.Failed, counters.Inconclusive);
        }

        // The folded text and the pattern are folded alike, so the server's comparison is the contract's.
        return (await session.FirstAsync(
            """
            SELECT count(*), coalesce(sum(worked), 0)::bigint, coalesce(sum(failed + rolled_back), 0)::bigint, count(*) FILTER (WHERE worked + failed + rolled_back = 0)
            FROM memori_metadata WHERE kind = 0 AND issue_folded LIKE $1
            """,
            row => new SuccessCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), IssueText.Pattern(text)).ConfigureAwait(false))!;
    }

    /// <summary>Issues by how often they were told or seen in a window; count descending, then fingerprint ascending.</summary>
    public static async Task<List<IssuePattern>> PatternsAsync(PostgresSession session, long since, long previousSince, long until, int limit)
    {
        var windows = await session.QueryAsync(
            Windows, row => (Fingerprint: row.GetString(0), Count: row.GetInt64(1), Previous: row.GetInt64(2), LastSeen: row.GetInt64(3)),
            since, previousSince, until, limit).ConfigureAwait(false);
        string[] prints = [.. windows.Select(window => window.Fingerprint)];
        var servers = session.Ask(Servers, row => (Fingerprint: row.GetString(0), Name: row.GetString(1)), prints, since, until);
        var agents = session.Ask(Agents, row => (Fingerprint: row.GetString(0), Name: row.GetString(1)), prints, since, until);
        var fixes = session.Ask(
            $"SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.kind = 0 AND m.fingerprint = ANY($1) ORDER BY m.id", FixRows.Read, prints);
        var issues = (await IssueRows.GetAsync(session, prints).ConfigureAwait(false)).ToDictionary(issue => issue.Fingerprint.Value, StringComparer.Ordinal);
        var known = (await FixReads.WithEvidenceAsync(session, fixes.Rows).ConfigureAwait(false)).ToLookup(fix => fix.Fix.Fingerprint.Value, StringComparer.Ordinal);
        return
        [
            .. windows.Select(window =>
            {
                var issue = issues.GetValueOrDefault(window.Fingerprint);
                return new IssuePattern(
                    Fingerprint.Parse(window.Fingerprint), issue?.Text ?? "", window.Count, window.Previous, issue?.FirstSeen ?? window.LastSeen, window.LastSeen,
                    NamesOf(servers, window.Fingerprint), NamesOf(agents, window.Fingerprint), [.. known[window.Fingerprint]]);
            }),
        ];
    }

    private static string[] NamesOf(Asked<(string Fingerprint, string Name)> asked, string fingerprint) =>
        [.. asked.Rows.Where(row => row.Fingerprint == fingerprint).Select(row => row.Name).Order(StringComparer.Ordinal)];
}
