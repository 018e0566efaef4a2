using System.Text.Json;

namespace ObsControlPlane.Infrastructure.Neo4j.Schema;

/// <summary>An index or a constraint that the server shows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, in the server's words.</param>
/// <param name="On">The label or relationship type it is on; null when it is on several.</param>
/// <param name="Properties">The properties.</param>
/// <param name="OfRelationships">Whether it is on relationships.</param>
/// <param name="State">State of an index; a constraint has none of its own.</param>
internal sealed record FoundElement(string Name, string Type, string? On, IReadOnlyList<string> Properties, bool OfRelationships, string State)
{
    /// <summary>Columns for <see cref="Read"/>, of indexes.</summary>
    public static readonly CypherStatement Indexes = new(
        "read the graph's indexes", "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, entityType, state");

    /// <summary>The same, of constraints.</summary>
    public static readonly CypherStatement Constraints = new(
        "read the graph's constraints", "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties, entityType RETURN *, 'ONLINE' AS state");

    private const string Online = "ONLINE";

    /// <summary>Reads a row by the order of its columns.</summary>
    public static FoundElement Read(JsonElement row) => new(
        row[0].GetString()!, row[1].GetString()!, Texts(row[2]) is [var only] ? only : null, Texts(row[3]), row[4].GetString() == "RELATIONSHIP",
        row[5].GetString()!);

    /// <summary>What is wrong with it as that element; null when nothing is.</summary>
    public string? WhyNot(SchemaElement wanted)
    {
        if (Type != wanted.Type || On != wanted.On || OfRelationships != wanted.OfRelationships || !Properties.SequenceEqual(wanted.Properties))
            return $"the name {wanted.Name} is taken by something else ({Type} on {On ?? "several"}: {string.Join(", ", Properties)})";
        return State == Online ? null : $"the index {wanted.Name} is {State}";
    }

    private static string[] Texts(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(text => text.GetString()!)] : [];
}
