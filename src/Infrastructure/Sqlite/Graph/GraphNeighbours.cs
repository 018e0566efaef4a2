using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Sqlite.Record;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Graph;

/// <summary>Finds the issues that share servers or agents with one, or followed it on a server within the hour, and what worked for them.</summary>
internal static class GraphNeighbours
{
    /// <summary>How many of the newest sightings of a server or an agent are looked at.</summary>
    internal const string Sightings = "100";

    // fix_identity is named because the planner would rather walk through all fixes in the order of another index.
    // The bounds keep a server or an agent with a whole history behind it from being walked to its end: of the asked issue the newest 200
    // sightings and of these 20 servers and 20 agents, and of each of those as many of the newest sightings as say who its neighbours are now.
    internal const string Sql = $"""
        WITH
        mine AS MATERIALIZED (
            SELECT server, agent, ts FROM (
                SELECT server, agent, ts FROM (
                    SELECT r.server, r.agent, r.ts FROM memori_metadata m INDEXED BY fix_identity CROSS JOIN reports r ON r.fix = m.rid
                    WHERE m.kind = 0 AND m.fingerprint = ?1 ORDER BY r.ts DESC LIMIT 200)
                UNION ALL
                SELECT server, NULL, ts FROM (
                    SELECT o.server, o.ts FROM occurrences o WHERE o.fingerprint = ?1 ORDER BY o.ts DESC LIMIT 200))
            ORDER BY ts DESC LIMIT 200),
        servers AS MATERIALIZED (SELECT server AS name FROM mine WHERE server IS NOT NULL GROUP BY server ORDER BY max(ts) DESC, server LIMIT 20),
        agents AS MATERIALIZED (SELECT agent AS name FROM mine WHERE agent IS NOT NULL GROUP BY agent ORDER BY max(ts) DESC, agent LIMIT 20),
        seen AS MATERIALIZED (
            SELECT s.name, r.fingerprint, r.ts FROM servers s CROSS JOIN reports r
            ON r.rid IN (SELECT x.rid FROM reports x WHERE x.server = s.name ORDER BY x.ts DESC LIMIT {Sightings})
            UNION ALL
            SELECT s.name, o.fingerprint, o.ts FROM servers s CROSS JOIN occurrences o
            ON (o.episode, o.n) IN (SELECT x.episode, x.n FROM occurrences x WHERE x.server = s.name ORDER BY x.ts DESC LIMIT {Sightings})),
        told AS (
            SELECT a.name, r.fingerprint FROM agents a CROSS JOIN reports r
            ON r.rid IN (SELECT x.rid FROM reports x WHERE x.agent = a.name ORDER BY x.ts DESC LIMIT {Sightings})),
        links AS (
            SELECT DISTINCT fingerprint, 'server' AS kind, name FROM seen WHERE fingerprint <> ?1
            UNION ALL
            SELECT DISTINCT fingerprint, 'agent', name FROM told WHERE fingerprint <> ?1
            UNION ALL
            SELECT DISTINCT x.fingerprint, 'succession', x.name FROM seen x CROSS JOIN mine y
            ON y.server = x.name AND x.ts > y.ts AND x.ts <= y.ts + ?3 WHERE x.fingerprint <> ?1),
        neighbours AS MATERIALIZED (
            SELECT fingerprint, count(*) AS shared,
                min(CASE kind WHEN 'server' THEN name END) AS server,
                min(CASE kind WHEN 'agent' THEN name END) AS agent,
                min(CASE kind WHEN 'succession' THEN name END) AS succession
            FROM links GROUP BY fingerprint),
        best AS MATERIALIZED (
            SELECT m.rid, m.id, n.shared, n.server, n.agent, n.succession
            FROM neighbours n CROSS JOIN memori_metadata m INDEXED BY fix_identity ON m.kind = 0 AND m.fingerprint = n.fingerprint
            WHERE m.worked > 0 ORDER BY n.shared DESC, m.id LIMIT ?2)
        SELECT {FixRows.Columns}, b.shared, b.server, b.agent, b.succession FROM best b CROSS JOIN memori_metadata m ON m.rid = b.rid
        ORDER BY b.shared DESC, b.id
        """;

    private const long SuccessionMilliseconds = 60 * 60 * 1000;

    /// <summary>Fixes that worked at least once for a neighbour; most shared first, ties by id.</summary>
    public static List<RelatedFix> Find(SqliteSession session, Fingerprint asked, int limit)
    {
        // An issue that nobody knows has no neighbours; most questions are of such, and the statement costs the more for finding nothing.
        if (!IssueRows.Knows(session, asked))
            return [];
        var found = session.Query(Sql, row => (Fix: FixRows.Read(row), Link: Link.Read(row)), asked.Value, limit, SuccessionMilliseconds);
        return [.. found.Select(f => new RelatedFix(FixReads.WithEvidence(session, f.Fix), f.Link.Shared, f.Link.Path(asked, f.Fix)))];
    }

    private sealed record Link(int Shared, string? Server, string? Agent, string? Succession)
    {
        public static Link Read(SqliteDataReader row)
        {
            var first = row.FieldCount - 4;
            return new Link(row.GetInt32(first), Text(row, first + 1), Text(row, first + 2), Text(row, first + 3));
        }

        // One path is shown where there are several: what followed says more than what was beside, a server more than an agent.
        public PathStep[] Path(Fingerprint asked, StoredFix to)
        {
            var (kind, name, there, back) = Succession is not null ? ("server", Succession, "seen_on", "followed_by")
                : Server is not null ? ("server", Server, "seen_on", "seen_on")
                : ("agent", Agent!, "reported_by", "reported_by");
            return
            [
                new PathStep("issue", asked.Value, ""), new PathStep(kind, name, there), new PathStep("issue", to.Fix.Fingerprint.Value, back),
                new PathStep("fix", to.Fix.Id.ToString(), "resolved_by"),
            ];
        }

        private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}
