using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Api.Wire;

/// <summary>Everything a first look needs.</summary>
internal sealed record StateWire
{
    /// <summary>When it was put together, RFC 3339 UTC.</summary>
    public required string GeneratedAt { get; init; }

    /// <summary>Health.</summary>
    public required HealthWire Health { get; init; }

    /// <summary>Counts of records.</summary>
    public required CountsWire Counts { get; init; }

    /// <summary>The 20 agents seen newest, ties by name.</summary>
    public required IReadOnlyList<AgentWire> Agents { get; init; }

    /// <summary>The 20 newest fixes, ties by id.</summary>
    public required IReadOnlyList<FixWire> Fixes { get; init; }

    /// <summary>The 20 most frequent issues of 7 days.</summary>
    public required IReadOnlyList<PatternWire> Patterns { get; init; }
}

/// <summary>Counts of records.</summary>
internal sealed record CountsWire
{
    /// <summary>Fixes.</summary>
    public required long Fixes { get; init; }

    /// <summary>Memories.</summary>
    public required long Memories { get; init; }

    /// <summary>Outcomes.</summary>
    public required long Outcomes { get; init; }

    /// <summary>Agents that are not retired.</summary>
    public required long Agents { get; init; }
}

/// <summary>Health of the control plane (contract 9).</summary>
internal sealed record HealthWire
{
    /// <summary>The worst of what counts.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>Version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>RFC 3339 UTC.</summary>
    public required string CheckedAt { get; init; }

    /// <summary>disk, memory, database_read, database_write, graph, embedder.</summary>
    public required IReadOnlyDictionary<string, CheckWire> Checks { get; init; }
}

/// <summary>One check.</summary>
internal sealed record CheckWire
{
    /// <summary>Its state; <c>off</c> = not configured.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>What was measured, or null.</summary>
    public required double? Value { get; init; }

    /// <summary>Its unit, or null.</summary>
    public required string? Unit { get; init; }

    /// <summary>From this value on it is degraded, or null.</summary>
    public required double? DegradedAt { get; init; }

    /// <summary>From this value on it is unhealthy, or null.</summary>
    public required double? UnhealthyAt { get; init; }

    /// <summary>Since when it is in this state, epoch milliseconds, or null.</summary>
    public required long? Since { get; init; }

    /// <summary>What is wrong and what it means for reads and writes; null when well.</summary>
    public required string? Message { get; init; }
}

/// <summary>Whether this process lives or is ready.</summary>
internal sealed record ProbeWire
{
    /// <summary><c>healthy</c> or <c>unhealthy</c>.</summary>
    public required HealthStatus Status { get; init; }
}
