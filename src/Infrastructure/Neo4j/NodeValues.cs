using System.Text.Json;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>Reads values of a node that may be missing.</summary>
internal static class NodeValues
{
    /// <summary>A number, or null.</summary>
    public static long? Number(JsonElement node, string name) =>
        node.GetProperty(name) is { ValueKind: not JsonValueKind.Null } number ? number.GetInt64() : null;

    /// <summary>Names of a list, ordinal order.</summary>
    public static IReadOnlyList<string> Names(JsonElement list) =>
        [.. list.EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal)];
}
