namespace ObsControlPlane.Infrastructure.Neo4j.Projecting;

/// <summary>Writes states of fixes, and of those that were erased, where they are newer than what is there.</summary>
internal static class FixProjection
{
    /// <summary>
    /// Puts states of fixes, each of another fix. A report list that begins with what is there is only continued; any other is taken back and told anew.
    /// Returns id and the revision that was there, 0 for none.
    /// </summary>
    public static readonly CypherStatement Put = new(
        "project fixes",
        $$"""
        {{SightingCypher.TakeTurn}}
        UNWIND $rows AS row
        OPTIONAL MATCH (now:Fix {id: row.id})
        OPTIONAL MATCH (gone:Erased {id: row.id})
        WITH row, now, gone, coalesce(now.revision, gone.revision, 0) AS known
        WITH row, now, gone, known, known < row.revision AS newer,
            CASE
                WHEN now.fingerprint = row.fingerprint AND now.told > 0 AND now.told <= size(row.told) AND row.told[now.told - 1].hash = now.told_hash
                THEN now.told ELSE 0
            END AS kept
        CALL (now, newer, kept) {
            WITH now WHERE newer AND kept = 0 AND now IS NOT NULL
            OPTIONAL MATCH (now)-[t:TOLD]->()
            WITH now, {issue: now.fingerprint, servers: collect(DISTINCT t.server), agents: collect(DISTINCT t.agent)} AS was
            {{SightingCypher.TakeBack}}
            RETURN collect(was) AS before
        }
        CALL (row, gone, newer, kept) {
            WITH row, gone, kept WHERE newer
            DELETE gone
            MERGE (f:Fix {id: row.id})
            SET f = row.properties
            MERGE (i:Issue {fingerprint: row.fingerprint})
            SET i.issue = CASE WHEN i.told_by < row.id THEN i.issue ELSE left(row.properties.issue, 1000) END
            SET i.told_by = CASE WHEN i.told_by < row.id THEN i.told_by ELSE row.id END
            MERGE (f)-[r:RESOLVES]->(i)
            SET r = row.outcomes
            WITH f, i, row, row.told[kept..] AS added
            {{SightingCypher.Add}}
            CALL (f) { MATCH (f)-[:CONTINUES_IN]->(p:IssuePart) DETACH DELETE p }
            CALL (f, row) { UNWIND row.parts AS part CREATE (f)-[:CONTINUES_IN]->(:IssuePart {folded: part}) }
        }
        CALL (before) {
            UNWIND before AS was
            {{SightingCypher.Sweep}}
        }
        RETURN row.id AS id, known
        """,
        Writes: true);

    /// <summary>Removes fixes and leaves of each a node that keeps older states out. Returns what <see cref="Put"/> returns.</summary>
    public static readonly CypherStatement Bury = new(
        "project erasures",
        $$"""
        {{SightingCypher.TakeTurn}}
        UNWIND $rows AS row
        OPTIONAL MATCH (now:Fix {id: row.id})
        OPTIONAL MATCH (gone:Erased {id: row.id})
        WITH row, now, coalesce(now.revision, gone.revision, 0) AS known
        CALL (row, now, known) {
            WITH now WHERE known < row.revision AND now IS NOT NULL
            OPTIONAL MATCH (now)-[t:TOLD]->()
            WITH now, {issue: now.fingerprint, servers: collect(DISTINCT t.server), agents: collect(DISTINCT t.agent)} AS was
            {{SightingCypher.TakeBack}}
            CALL (now) { MATCH (now)-[:CONTINUES_IN]->(p:IssuePart) DETACH DELETE p }
            DETACH DELETE now
            RETURN collect(was) AS before
        }
        CALL (before) {
            UNWIND before AS was
            {{SightingCypher.Sweep}}
        }
        CALL (row, known) {
            WITH row WHERE known < row.revision
            MERGE (e:Erased {id: row.id})
            SET e.revision = row.revision
        }
        RETURN row.id AS id, known
        """,
        Writes: true);
}
