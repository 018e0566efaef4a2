namespace ObsControlPlane.Infrastructure.Neo4j.Reading;

/// <summary>Lists and removes what the graph holds, piece by piece.</summary>
internal static class StateReads
{
    /// <summary>Fixes after an id, by id.</summary>
    public static readonly CypherStatement Fixes = new(
        "list the graph's fixes",
        "MATCH (f:Fix) WHERE f.id > $after WITH f ORDER BY f.id LIMIT $limit RETURN f.id, f.revision, f.hash ORDER BY f.id");

    /// <summary>Agents after a name, by name.</summary>
    public static readonly CypherStatement Agents = new(
        "list the graph's agents",
        """
        MATCH (a:Agent) WHERE a.name > $after AND a.revision IS NOT NULL
        WITH a ORDER BY a.name LIMIT $limit RETURN a.name, a.revision, a.hash ORDER BY a.name
        """);

    /// <summary>Removes some of the relationships and returns how many: a node with all of its may be more than one transaction can hold.</summary>
    public static readonly CypherStatement Disconnect = new(
        "empty the graph",
        """
        MATCH ()-[r:TOLD|RESOLVES|REPORTED|SEEN_ON|FOLLOWED_BY|RUNS_ON|CONTINUES_IN]->()
        WITH r LIMIT $limit
        DELETE r
        RETURN count(*) AS removed
        """,
        Writes: true);

    /// <summary>Removes some of the nodes and returns how many.</summary>
    public static readonly CypherStatement Remove = new(
        "empty the graph",
        """
        MATCH (n:Fix|Issue|Agent|Server|IssuePart|Erased)
        WITH n LIMIT $limit
        DETACH DELETE n
        RETURN count(*) AS removed
        """,
        Writes: true);
}
