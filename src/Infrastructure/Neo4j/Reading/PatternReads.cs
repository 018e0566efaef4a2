using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Neo4j.Reading;

/// <summary>How often issues were told in a window.</summary>
internal static class PatternReads
{
    /// <summary>The reports of both windows come from an index by time; names, fixes and the first report are looked up for those that are shown.</summary>
    public static readonly CypherStatement Statement = new(
        "read patterns",
        $$"""
        MATCH ()-[t:TOLD]->(i:Issue) USING INDEX SEEK t:TOLD(ts)
        WHERE t.ts >= $least AND t.ts <= $until
        WITH i, count(CASE WHEN t.ts >= $since THEN 1 END) AS told, count(CASE WHEN t.ts < $since THEN 1 END) AS before, max(t.ts) AS last
        WHERE told > 0
        WITH i, i.fingerprint AS fingerprint, told, before, last ORDER BY told DESC, fingerprint LIMIT $limit
        CALL (fingerprint) {
            MATCH ()-[t:TOLD]->() USING INDEX SEEK t:TOLD(fingerprint, ts)
            WHERE t.fingerprint = fingerprint AND t.ts >= $since AND t.ts <= $until
            RETURN collect(DISTINCT t.server) AS servers, collect(DISTINCT t.agent) AS agents
        }
        CALL (fingerprint) {
            MATCH ()-[t:TOLD]->() USING INDEX SEEK t:TOLD(fingerprint, ts)
            WHERE t.fingerprint = fingerprint AND t.ts >= 0
            WITH t ORDER BY t.fingerprint, t.ts LIMIT 1
            RETURN t.ts AS first
        }
        CALL (i) {
            MATCH (f:Fix)-[:RESOLVES]->(i)
            WITH f ORDER BY f.id
            RETURN collect({{FixNode.Projection}}) AS fixes
        }
        RETURN fingerprint, told, before, first, last, servers, agents, fixes ORDER BY told DESC, fingerprint
        """);

    /// <summary>Reads a row. The issue's text is that of its oldest fix.</summary>
    public static IssuePattern Read(JsonElement row)
    {
        FixWithEvidence[] fixes = [.. row[7].EnumerateArray().Select(FixNode.Read)];
        return new IssuePattern(
            Fingerprint.Parse(row[0].GetString()!), fixes is [var oldest, ..] ? oldest.Fix.IssueText : "", row[1].GetInt64(), row[2].GetInt64(),
            row[3].GetInt64(), row[4].GetInt64(), NodeValues.Names(row[5]), NodeValues.Names(row[6]), fixes);
    }
}
