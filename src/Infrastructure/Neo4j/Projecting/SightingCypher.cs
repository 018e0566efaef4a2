namespace ObsControlPlane.Infrastructure.Neo4j.Projecting;

/// <summary>
/// The parts of Cypher that keep what is derived from sightings. A sighting is one report: a relationship <c>TOLD {id, ts, server, agent,
/// fingerprint}</c> from its fix to the issue. <c>SEEN_ON</c>, <c>REPORTED</c> and <c>FOLLOWED_BY</c> are sums over them, so that they end the same in
/// whatever order states arrive. Every part is for one fix.
/// </summary>
internal static class SightingCypher
{
    /// <summary>Milliseconds within which an issue follows another.</summary>
    public const long Window = 60 * 60 * 1000;

    /// <summary>
    /// Takes the one turn there is. Projections wait for each other, on all replicas: the sums are right only when each sees all before it, and no two can
    /// then wait for each other's rows.
    /// </summary>
    public const string TakeTurn = "MERGE (turn:Projection {id: 0}) SET turn.taken = coalesce(turn.taken, 0) + 1 WITH turn";

    /// <summary>
    /// Sightings of other issues on the server of <c>t</c> within the window, as pairs <c>earlier</c>, <c>later</c> with the issue <c>i</c>; of a storm the
    /// nearest ten to either side.
    /// </summary>
    public const string Neighbours = """
        CALL (t, i) {
            MATCH ()-[x:TOLD]->(j:Issue) USING INDEX SEEK x:TOLD(server, ts)
            WHERE x.server = t.server AND x.ts > t.ts AND x.ts <= t.ts + $window AND j <> i
            WITH x, j ORDER BY x.server, x.ts LIMIT 10
            RETURN i AS earlier, j AS later
            UNION ALL
            MATCH ()-[x:TOLD]->(j:Issue) USING INDEX SEEK x:TOLD(server, ts)
            WHERE x.server = t.server AND x.ts < t.ts AND x.ts >= t.ts - $window AND j <> i
            WITH x, j ORDER BY x.server DESC, x.ts DESC LIMIT 10
            RETURN j AS earlier, i AS later
        }
        WITH earlier, later, count(*) AS n
        """;

    /// <summary>Adds the reports <c>added</c> of the fix <c>f</c> of the issue <c>i</c>.</summary>
    public const string Add = $$"""
        CALL (f, i, added) {
            UNWIND added AS t
            CREATE (f)-[:TOLD {id: t.id, ts: t.ts, server: t.server, agent: t.agent, fingerprint: i.fingerprint}]->(i)
        }
        CALL (i, added) {
            UNWIND added AS t
            WITH i, t.server AS name, count(*) AS n, max(t.ts) AS last WHERE name IS NOT NULL
            MERGE (s:Server {name: name})
            MERGE (i)-[x:SEEN_ON]->(s)
            SET x.count = coalesce(x.count, 0) + n, x.last_ts = CASE WHEN x.last_ts > last THEN x.last_ts ELSE last END
        }
        CALL (f, added) {
            UNWIND added AS t
            WITH f, t.agent AS name, count(*) AS n, max(t.ts) AS last WHERE name IS NOT NULL
            MERGE (a:Agent {name: name})
            MERGE (a)-[x:REPORTED]->(f)
            SET x.count = coalesce(x.count, 0) + n, x.last_ts = CASE WHEN x.last_ts > last THEN x.last_ts ELSE last END
        }
        CALL (i, added) {
            UNWIND added AS t
            WITH i, t WHERE t.server IS NOT NULL
            {{Neighbours}}
            MERGE (earlier)-[x:FOLLOWED_BY]->(later)
            SET x.count = coalesce(x.count, 0) + n
        }
        """;

    /// <summary>Takes all reports of the fix <c>now</c> back.</summary>
    public const string TakeBack = $$"""
        CALL (now) {
            MATCH (now)-[t:TOLD]->(i:Issue) WHERE t.server IS NOT NULL
            {{Neighbours}}
            MATCH (earlier)-[x:FOLLOWED_BY]->(later)
            SET x.count = x.count - n
            WITH x WHERE x.count <= 0
            DELETE x
        }
        CALL (now) {
            MATCH (now)-[t:TOLD]->(i:Issue) WHERE t.server IS NOT NULL
            WITH i, t.server AS name, count(*) AS n
            MATCH (i)-[x:SEEN_ON]->(:Server {name: name})
            SET x.count = x.count - n
            SET x.last_ts = COLLECT {
                MATCH (other:Fix)-[o:TOLD]->(i) WHERE o.server = name AND other.id <> now.id RETURN o.ts ORDER BY o.ts DESC LIMIT 1
            }[0]
            WITH x WHERE x.count <= 0
            DELETE x
        }
        CALL (now) { MATCH (now)-[x:TOLD|RESOLVES]->() DELETE x }
        CALL (now) { MATCH (now)<-[x:REPORTED]-() DELETE x }
        """;

    /// <summary>
    /// Removes what stands for nothing any more of the issue <c>was.issue</c> and the names <c>was.servers</c> and <c>was.agents</c>; an agent that
    /// registered stays.
    /// </summary>
    public const string Sweep = """
        CALL (was) { UNWIND was.servers AS name MATCH (s:Server {name: name}) WHERE NOT EXISTS { (s)--() } DELETE s }
        CALL (was) { UNWIND was.agents AS name MATCH (a:Agent {name: name}) WHERE a.revision IS NULL AND NOT EXISTS { (a)--() } DELETE a }
        CALL (was) { MATCH (i:Issue {fingerprint: was.issue}) WHERE NOT EXISTS { (i)<-[:RESOLVES]-() } DETACH DELETE i }
        CALL (was) {
            MATCH (i:Issue {fingerprint: was.issue}) WHERE NOT EXISTS { (i)<-[:RESOLVES]-(:Fix {id: i.told_by}) }
            WITH i, COLLECT { MATCH (i)<-[:RESOLVES]-(o:Fix) RETURN o ORDER BY o.id LIMIT 1 }[0] AS oldest
            SET i.told_by = oldest.id, i.issue = left(oldest.issue, 1000)
        }
        """;
}
