namespace ObsControlPlane.Infrastructure.Neo4j.Schema;

/// <summary>An index or a uniqueness constraint that the graph needs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>RANGE</c>, <c>TEXT</c>, or <c>UNIQUENESS</c> for a constraint.</param>
/// <param name="On">The label or relationship type it is on.</param>
/// <param name="Properties">The properties, in their order.</param>
/// <param name="OfRelationships">Whether it is on relationships.</param>
internal sealed record SchemaElement(string Name, string Type, string On, IReadOnlyList<string> Properties, bool OfRelationships = false)
{
    /// <summary>
    /// All of them. The first six have the names of the original design; <c>fix_issue</c> is on a shortened copy of the issue in one case, because an indexed
    /// text must not be long and a search must not mind case.
    /// </summary>
    public static readonly IReadOnlyList<SchemaElement> All =
    [
        new("fix_timestamp", "RANGE", "Fix", ["ts"]),
        new("fix_issue", "TEXT", "Fix", ["issue_folded"]),
        new("fix_success", "RANGE", "Fix", ["success"]),
        new("agent_name", Unique, "Agent", ["name"]),
        new("agent_status", "RANGE", "Agent", ["status"]),
        new("agent_last_seen", "RANGE", "Agent", ["last_seen"]),
        new("fix_id", Unique, "Fix", ["id"]),
        new("erased_id", Unique, "Erased", ["id"]),
        new("issue_fingerprint", Unique, "Issue", ["fingerprint"]),
        new("server_name", Unique, "Server", ["name"]),
        new("projection_id", Unique, "Projection", ["id"]),
        new("issue_part", "TEXT", "IssuePart", ["folded"]),
        new("told_ts", "RANGE", "TOLD", ["ts"], true),
        new("told_of_issue", "RANGE", "TOLD", ["fingerprint", "ts"], true),
        new("told_on_server", "RANGE", "TOLD", ["server", "ts"], true),
        new("told_by_agent", "RANGE", "TOLD", ["agent", "ts"], true),
    ];

    private const string Unique = "UNIQUENESS";

    /// <summary>Whether it is a constraint.</summary>
    public bool IsConstraint => Type == Unique;

    /// <summary>Cypher that creates it where its name is not taken; labels and names are from the list above and never a caller's.</summary>
    public string Creation
    {
        get
        {
            var pattern = OfRelationships ? $"()-[e:{On}]-()" : $"(e:{On})";
            var properties = string.Join(", ", Properties.Select(property => $"e.{property}"));
            return IsConstraint
                ? $"CREATE CONSTRAINT {Name} IF NOT EXISTS FOR {pattern} REQUIRE {properties} IS UNIQUE"
                : $"CREATE {Type} INDEX {Name} IF NOT EXISTS FOR {pattern} ON ({properties})";
        }
    }
}
