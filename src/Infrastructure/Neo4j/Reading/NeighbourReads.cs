using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Neo4j.Reading;

/// <summary>Finds the issues that share servers or agents with one, or followed it on a server within the hour, and what worked for them.</summary>
internal static class NeighbourReads
{
    /// <summary>
    /// The bounds keep a server or an agent with a whole history behind it from being walked to its end: of the asked issue the newest 200 sightings and of
    /// these 20 servers and 20 agents, and of each of those the newest 500 sightings; indexes give them newest first.
    /// </summary>
    public static readonly CypherStatement Statement = new(
        "find related fixes",
        $$"""
        CALL () {
            MATCH ()-[t:TOLD]->() USING INDEX SEEK t:TOLD(fingerprint, ts)
            WHERE t.fingerprint = $fingerprint AND t.ts >= 0
            WITH t ORDER BY t.fingerprint DESC, t.ts DESC LIMIT 200
            RETURN collect({server: t.server, agent: t.agent, ts: t.ts}) AS mine
        }
        CALL (mine) {
            CALL (mine) {
                UNWIND mine AS m
                WITH m.server AS name, max(m.ts) AS last, collect(m.ts) AS times WHERE name IS NOT NULL
                RETURN name, times ORDER BY last DESC, name LIMIT 20
            }
            CALL (name) {
                MATCH ()-[t:TOLD]->(i:Issue) USING INDEX SEEK t:TOLD(server, ts)
                WHERE t.server = name AND t.ts >= 0
                WITH t, i ORDER BY t.server DESC, t.ts DESC LIMIT 500
                WITH i, collect(t.ts) AS seen WHERE i.fingerprint <> $fingerprint
                RETURN i, seen
            }
            RETURN i, 'server' AS kind, name, any(m IN times WHERE any(ts IN seen WHERE ts > m AND ts <= m + $window)) AS followed
            UNION ALL
            WITH mine
            CALL (mine) {
                UNWIND mine AS m
                WITH m.agent AS name, max(m.ts) AS last WHERE name IS NOT NULL
                RETURN name ORDER BY last DESC, name LIMIT 20
            }
            CALL (name) {
                MATCH ()-[t:TOLD]->(i:Issue) USING INDEX SEEK t:TOLD(agent, ts)
                WHERE t.agent = name AND t.ts >= 0
                WITH t, i ORDER BY t.agent DESC, t.ts DESC LIMIT 500
                WITH DISTINCT i WHERE i.fingerprint <> $fingerprint
                RETURN i
            }
            RETURN i, 'agent' AS kind, name, false AS followed
        }
        WITH i, count(*) + count(CASE WHEN followed THEN 1 END) AS shared, min(CASE WHEN kind = 'server' THEN name END) AS server,
            min(CASE WHEN kind = 'agent' THEN name END) AS agent, min(CASE WHEN followed THEN name END) AS succession
        MATCH (f:Fix)-[:RESOLVES]->(i) WHERE f.worked > 0
        WITH f, shared, server, agent, succession ORDER BY shared DESC, f.id LIMIT $limit
        RETURN {{FixNode.Projection}} AS fix, shared, server, agent, succession ORDER BY shared DESC, f.id
        """);

    /// <summary>Reads a row.</summary>
    public static RelatedFix Read(JsonElement row, Fingerprint asked)
    {
        var fix = FixNode.Read(row[0]);
        return new RelatedFix(fix, row[1].GetInt32(), Path(asked, fix, row[2].GetString(), row[3].GetString(), row[4].GetString()));
    }

    // One path is shown where there are several: what followed says more than what was beside, a server more than an agent.
    private static PathStep[] Path(Fingerprint asked, FixWithEvidence to, string? server, string? agent, string? succession)
    {
        var (kind, name, there, back) = succession is not null ? ("server", succession, "seen_on", "followed_by")
            : server is not null ? ("server", server, "seen_on", "seen_on")
            : ("agent", agent!, "reported_by", "reported_by");
        return
        [
            new PathStep("issue", asked.Value, ""), new PathStep(kind, name, there), new PathStep("issue", to.Fix.Fingerprint.Value, back),
            new PathStep("fix", to.Fix.Id.ToString(), "resolved_by"),
        ];
    }
}
