using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Domain.Telemetry;

/// <summary>One report of an agent: figures, fixes it applied and issues it saw, taken in together or not at all.</summary>
public sealed record TelemetryReport
{
    /// <summary>UUIDv7 of the report.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who reports; registered when unknown.</summary>
    public required AgentRegistration Agent { get; init; }

    /// <summary>The agent's own count of its reports, 0 or more; null = no check for repeats.</summary>
    public long? Sequence { get; init; }

    /// <summary>When the figures were taken, epoch milliseconds.</summary>
    public required long Ts { get; init; }

    /// <summary>When it reached us by our clock, epoch milliseconds.</summary>
    public required long ReceivedAt { get; init; }

    /// <summary>Digest of the whole body; the same sequence with another digest is a new report.</summary>
    public required string Digest { get; init; }

    /// <summary>The figures, in the report's order.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Fixes to remember, in the report's order.</summary>
    public IReadOnlyList<FixReport> Fixes { get; init; } = [];

    /// <summary>Issues seen, in the report's order.</summary>
    public IReadOnlyList<Occurrence> Issues { get; init; } = [];
}

/// <summary>One figure.</summary>
/// <param name="Name">Its name, 1–200 characters.</param>
/// <param name="Value">Its value, finite.</param>
/// <param name="Unit">Its unit, 1–200 characters, or null.</param>
/// <param name="Attributes">What it was measured on, as JSON object, or null.</param>
public sealed record Metric(string Name, double Value, string? Unit = null, Metadata? Attributes = null);
