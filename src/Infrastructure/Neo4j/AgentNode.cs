using System.Text.Json;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>An agent as the properties of a node <c>Agent</c>.</summary>
internal static class AgentNode
{
    /// <summary>What <see cref="Read"/> reads, of the node <c>a</c>.</summary>
    public const string Projection = """
        a {.name, .server, .last_seen, .instance_id, .interval_seconds, .registered_at, .excused_ms, .last_report, .retired_at, .metadata}
        """;

    /// <summary>What an agent says, in a fixed order; not its status, which goes on without it.</summary>
    public static Dictionary<string, object?> Properties(Agent agent) => new()
    {
        ["name"] = agent.Name,
        ["server"] = agent.Server,
        ["last_seen"] = agent.LastSeen,
        ["instance_id"] = agent.InstanceId,
        ["interval_seconds"] = agent.IntervalSeconds,
        ["registered_at"] = agent.RegisteredAt,
        ["excused_ms"] = agent.ExcusedMilliseconds,
        ["last_report"] = agent.LastReport,
        ["retired_at"] = agent.RetiredAt,
        ["metadata"] = agent.Metadata?.Json,
    };

    /// <summary>The status as the graph spells it.</summary>
    public static string Status(Agent agent, long now) => agent.StatusAt(now).ToString().ToLowerInvariant();

    /// <summary>Reads what <see cref="Projection"/> returns.</summary>
    public static Agent Read(JsonElement node) => new()
    {
        Name = node.GetProperty("name").GetString()!,
        Server = node.GetProperty("server").GetString(),
        LastSeen = node.GetProperty("last_seen").GetInt64(),
        InstanceId = node.GetProperty("instance_id").GetString(),
        IntervalSeconds = node.GetProperty("interval_seconds").GetInt32(),
        RegisteredAt = node.GetProperty("registered_at").GetInt64(),
        ExcusedMilliseconds = node.GetProperty("excused_ms").GetInt64(),
        LastReport = NodeValues.Number(node, "last_report"),
        RetiredAt = NodeValues.Number(node, "retired_at"),
        Metadata = node.GetProperty("metadata").GetString() is { } json ? new Metadata(json) : null,
    };
}
