using System.Text.Json;

namespace ObsControlPlane.Infrastructure.Neo4j.Reading;

/// <summary>Lists and removes what the graph holds, piece by piece.</summary>
internal static class StateReads
{
    private const string Unreadable = "unreadable";

    private const string FixColumns = $"{FixNode.Projection}, f.revision, [(f)-[t:TOLD]->() | [t.id, t.ts, t.server, t.agent]]";

    /// <summary>Fixes after an id, by id.</summary>
    public static readonly CypherStatement Fixes = new(
        "list the graph's fixes", $"MATCH (f:Fix) WHERE f.id > $after WITH f ORDER BY f.id LIMIT $limit RETURN {FixColumns} ORDER BY f.id");

    /// <summary>Fixes by id.</summary>
    public static readonly CypherStatement FixesById = new("read the graph's fixes", $"UNWIND $ids AS id MATCH (f:Fix {{id: id}}) RETURN {FixColumns}");

    /// <summary>Agents after a name, by name.</summary>
    public static readonly CypherStatement Agents = new(
        "list the graph's agents",
        $"""
        MATCH (a:Agent) WHERE a.name > $after AND a.revision IS NOT NULL
        WITH a ORDER BY a.name LIMIT $limit RETURN {AgentNode.Projection}, a.revision ORDER BY a.name
        """);

    /// <summary>Agents by name.</summary>
    public static readonly CypherStatement AgentsByName = new(
        "read the graph's agents", $"UNWIND $ids AS name MATCH (a:Agent {{name: name}}) WHERE a.revision IS NOT NULL RETURN {AgentNode.Projection}, a.revision");

    /// <summary>Forgets how the reports of fixes that are there began: a list that only grew is else continued, whatever was made of its beginning.</summary>
    public static readonly CypherStatement Doubt = new("doubt the graph's fixes", "UNWIND $ids AS id MATCH (f:Fix {id: id}) REMOVE f.told_hash", Writes: true);

    /// <summary>Reads a row of a fix.</summary>
    public static ProjectedState ReadFix(JsonElement row) => State(ProjectedKind.Fix, row, "id", () =>
    {
        var read = FixNode.Read(row[0]);
        return StateHash.Of(read.Fix, read.Evidence, row[2].EnumerateArray().Select(Said));
    });

    /// <summary>Reads a row of an agent.</summary>
    public static ProjectedState ReadAgent(JsonElement row) => State(ProjectedKind.Agent, row, "name", () => StateHash.Of(AgentNode.Read(row[0])));

    // Whoever changed the graph by hand may have left what no state of ours has: it differs, and is no failure.
    private static ProjectedState State(ProjectedKind kind, JsonElement row, string id, Func<string> hash)
    {
        try
        {
            return new ProjectedState(kind, row[0].GetProperty(id).GetString()!, row[1].GetInt64(), hash());
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or JsonException or ArgumentException or KeyNotFoundException)
        {
            return new ProjectedState(kind, row[0].GetProperty(id).ToString(), row[1].ValueKind == JsonValueKind.Number ? row[1].GetInt64() : 0, Unreadable);
        }
    }

    private static SaidOf Said(JsonElement told) => new(told[0].GetGuid(), told[1].GetInt64(), told[2].GetString(), told[3].GetString());

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
