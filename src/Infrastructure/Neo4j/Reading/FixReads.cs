namespace ObsControlPlane.Infrastructure.Neo4j.Reading;

/// <summary>Reads of fixes and agents in an order that an index gives.</summary>
internal static class FixReads
{
    /// <summary>Fixes by id, in the order asked for.</summary>
    public static readonly CypherStatement ById = new(
        "read fixes",
        $$"""
        UNWIND range(0, size($ids) - 1) AS place
        MATCH (f:Fix {id: $ids[place]})
        RETURN {{FixNode.Projection}} AS fix ORDER BY place
        """);

    /// <summary>Fixes, newest first, ties by id; the index is walked only as far as the limit.</summary>
    public static readonly CypherStatement Recent = new(
        "read recent fixes",
        $$"""
        MATCH (f:Fix) WHERE f.ts IS NOT NULL
        WITH f ORDER BY f.ts DESC, f.id LIMIT $limit
        RETURN {{FixNode.Projection}} AS fix ORDER BY f.ts DESC, f.id
        """);

    /// <summary>
    /// Fixes with a window of the issue that contains a folded text, newest first, ties by id. More than a thousand mean a common text: then the newest
    /// fixes hold enough of them and are walked in order of time, from nowhere (the largest instant) when the text is rare.
    /// </summary>
    public static readonly CypherStatement Similar = new(
        "find similar issues",
        $$"""
        CALL () {
            CALL () {
                MATCH (f:Fix) WHERE f.issue_folded CONTAINS $text
                RETURN f
                UNION
                MATCH (p:IssuePart) WHERE p.folded CONTAINS $text
                MATCH (f:Fix)-[:CONTINUES_IN]->(p)
                RETURN f
            }
            WITH f LIMIT 1001
            RETURN collect(f) AS some
        }
        CALL (some) {
            WITH some WHERE size(some) <= 1000
            UNWIND some AS f
            RETURN f ORDER BY f.ts DESC, f.id LIMIT $limit
            UNION ALL
            WITH some
            MATCH (f:Fix) USING INDEX SEEK f:Fix(ts)
            WHERE f.ts >= CASE WHEN size(some) > 1000 THEN 0 ELSE 9223372036854775807 END
                AND (f.issue_folded CONTAINS $text OR any(part IN [(f)-[:CONTINUES_IN]->(p:IssuePart) | p.folded] WHERE part CONTAINS $text))
            WITH f ORDER BY f.ts DESC, f.id LIMIT $limit
            RETURN f
        }
        RETURN {{FixNode.Projection}} AS fix ORDER BY f.ts DESC, f.id
        """);

    /// <summary>Agents that registered, by name.</summary>
    public static readonly CypherStatement Agents = new(
        "list agents",
        $$"""
        MATCH (a:Agent) WHERE a.name > '' AND a.revision IS NOT NULL
        WITH a ORDER BY a.name LIMIT $limit
        RETURN {{AgentNode.Projection}} AS agent ORDER BY a.name
        """);

    /// <summary>
    /// Sizes: fixes, agents that registered, issues, servers that an issue was seen on, relationships.
    /// </summary>
    public static readonly CypherStatement Sizes = new(
        "read the graph's sizes",
        """
        RETURN COUNT { MATCH (:Fix) } AS fixes, COUNT { MATCH (a:Agent) WHERE a.revision IS NOT NULL } AS agents, COUNT { MATCH (:Issue) } AS issues,
            COUNT { MATCH (s:Server) WHERE EXISTS { (s)<-[:SEEN_ON]-() } } AS servers, COUNT { MATCH ()-->() } AS relationships
        """);
}
