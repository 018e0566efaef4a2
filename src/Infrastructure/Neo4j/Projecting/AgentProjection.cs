using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Neo4j.Projecting;

/// <summary>Writes states of agents where they are newer than what is there.</summary>
internal static class AgentProjection
{
    /// <summary>
    /// Puts states of agents, each of another agent. The status is taken of a state that is as new, too: a lease runs out without a change of the record.
    /// Returns name and the revision that was there, 0 for none.
    /// </summary>
    public static readonly CypherStatement Put = new(
        "project agents",
        $$"""
        {{SightingCypher.TakeTurn}}
        UNWIND $rows AS row
        OPTIONAL MATCH (now:Agent {name: row.name})
        OPTIONAL MATCH (now)-[:RUNS_ON]->(left:Server)
        WITH row, now, left.name AS before, coalesce(now.revision, 0) AS known
        CALL (row, known) {
            WITH row WHERE known < row.revision
            MERGE (a:Agent {name: row.name})
            SET a = row.properties
            WITH a, row
            CALL (a, row) { MATCH (a)-[x:RUNS_ON]->(s:Server) WHERE row.server IS NULL OR s.name <> row.server DELETE x }
            WITH a, row WHERE row.server IS NOT NULL
            MERGE (s:Server {name: row.server})
            MERGE (a)-[:RUNS_ON]->(s)
        }
        CALL (row, now, known) {
            WITH row, now WHERE known = row.revision
            SET now.status = row.properties.status
        }
        CALL (before) { MATCH (s:Server {name: before}) WHERE NOT EXISTS { (s)--() } DELETE s }
        RETURN row.name AS name, known
        """,
        Writes: true);

    /// <summary>
    /// Forgets agents that the record does not know. One that told something stays as a name, as one that never registered. Returns what <see cref="Put"/> returns.
    /// </summary>
    public static readonly CypherStatement Bury = new(
        "project agents that are gone",
        $$"""
        {{SightingCypher.TakeTurn}}
        UNWIND $rows AS row
        OPTIONAL MATCH (now:Agent {name: row.name})
        OPTIONAL MATCH (now)-[:RUNS_ON]->(left:Server)
        WITH row, now, left.name AS before, coalesce(now.revision, 0) AS known
        CALL (row, now, known) {
            WITH row, now WHERE now.revision IS NOT NULL AND known < row.revision
            CALL (now) { MATCH (now)-[x:RUNS_ON]->() DELETE x }
            SET now = {name: row.name}
            WITH now WHERE NOT EXISTS { (now)--() }
            DELETE now
        }
        CALL (before) { MATCH (s:Server {name: before}) WHERE NOT EXISTS { (s)--() } DELETE s }
        RETURN row.name AS name, known
        """,
        Writes: true);

    /// <summary>The row of a state.</summary>
    public static object Row(AgentState state, long now)
    {
        var properties = AgentNode.Properties(state.Agent);
        properties["status"] = AgentNode.Status(state.Agent, now);
        properties["revision"] = state.Revision;
        properties["hash"] = StateHash.Of(state.Agent);
        return new { name = state.Agent.Name, server = state.Agent.Server, revision = state.Revision, properties };
    }
}
