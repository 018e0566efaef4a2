using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Api.Wire;

/// <summary>A program that reports (contract 7).</summary>
internal sealed record AgentWire
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Host it runs on; null when it has only reported without saying.</summary>
    public required string? Server { get; init; }

    /// <summary>State of its lease by our clock.</summary>
    public required AgentStatus Status { get; init; }

    /// <summary>Names the installation, or null.</summary>
    public required string? InstanceId { get; init; }

    /// <summary>First registration, RFC 3339 UTC.</summary>
    public required string RegisteredAt { get; init; }

    /// <summary>Newest sign of life by our clock, epoch milliseconds.</summary>
    public required long LastSeen { get; init; }

    /// <summary>The same as <c>last_seen</c>, RFC 3339 UTC.</summary>
    public required string LastSeenAt { get; init; }

    /// <summary>Its lease.</summary>
    public required LeaseWire Lease { get; init; }

    /// <summary>Newest telemetry report, epoch milliseconds, or null.</summary>
    public required long? LastReport { get; init; }

    /// <summary>Its own JSON object, or null.</summary>
    public required Metadata? Metadata { get; init; }
}

/// <summary>How long an agent may stay silent.</summary>
internal sealed record LeaseWire
{
    /// <summary>Seconds between two reports.</summary>
    public required int IntervalSeconds { get; init; }

    /// <summary>When it becomes late (2 intervals), RFC 3339 UTC.</summary>
    public required string LateAt { get; init; }

    /// <summary>When it becomes offline (5 intervals), RFC 3339 UTC.</summary>
    public required string OfflineAt { get; init; }
}

/// <summary>Acknowledgement of a registration.</summary>
internal sealed record RegisteredWire
{
    /// <summary>Always true.</summary>
    public required bool Registered { get; init; }

    /// <summary>The agent after it.</summary>
    public required AgentWire Agent { get; init; }

    /// <summary>The server it ran on before, when that was another one; else null.</summary>
    public required string? PreviousServer { get; init; }
}

/// <summary>One page of agents, ordinal order of names.</summary>
internal sealed record AgentPageWire
{
    /// <summary>The agents.</summary>
    public required IReadOnlyList<AgentWire> Agents { get; init; }

    /// <summary>Where to go on; null at the end.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>What became of a telemetry report.</summary>
internal sealed record ReceivedWire
{
    /// <summary>Always true.</summary>
    public required bool Received { get; init; }

    /// <summary>True when it had been taken before; nothing was changed then.</summary>
    public required bool Duplicate { get; init; }

    /// <summary>The agent after it.</summary>
    public required AgentWire Agent { get; init; }

    /// <summary>One result per fix of the report, in order; empty for a duplicate.</summary>
    public required IReadOnlyList<BatchItemWire> Fixes { get; init; }
}

/// <summary>An agent's figures over time.</summary>
internal sealed record AgentTelemetryWire
{
    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary>The figure asked for; null when all were.</summary>
    public required string? Name { get; init; }

    /// <summary>Its unit, or null.</summary>
    public required string? Unit { get; init; }

    /// <summary>Its points <c>[ts, value]</c>, oldest first; empty when all figures were asked for.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Points { get; init; }

    /// <summary>All figures, ordinal order of names; when one was asked for, only its series in further units.</summary>
    public required IReadOnlyList<SeriesWire> Series { get; init; }
}

/// <summary>One figure over time.</summary>
internal sealed record SeriesWire
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit, or null.</summary>
    public required string? Unit { get; init; }

    /// <summary><c>[ts, value]</c>: epoch milliseconds and the value, oldest first.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Points { get; init; }
}
