using System.ComponentModel.DataAnnotations;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire.Bodies;

/// <summary>Body of <c>POST /api/register-agent</c>.</summary>
internal sealed record RegisterBody
{
    /// <summary>Letters and digits of any script, inner blanks, <c>._:@+-</c>; case counts.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>Host it runs on.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public required string Server { get; init; }

    /// <summary>Names the installation (machine id), not a process.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? InstanceId { get; init; }

    /// <summary>Seconds between two reports; 60 when missing.</summary>
    [Range(1, 86_400)]
    public int? IntervalSeconds { get; init; }

    /// <summary>Your own JSON object, at most 64 KiB and 16 levels deep.</summary>
    public Metadata? Metadata { get; init; }

    /// <summary>True to take the name from another installation at once.</summary>
    public bool? Takeover { get; init; }
}

/// <summary>Body of <c>POST /api/telemetry-report</c>.</summary>
internal sealed record TelemetryBody
{
    /// <summary>Who reports; registered when not known.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public required string Agent { get; init; }

    /// <summary>Host it runs on.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Server { get; init; }

    /// <summary>Names the installation.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? InstanceId { get; init; }

    /// <summary>Your own count of reports; the same (agent, instance, count) with the same body counts once.</summary>
    public long? Seq { get; init; }

    /// <summary>When the figures were taken, epoch milliseconds, at most 5 minutes ahead; now when missing.</summary>
    [Range(1L, long.MaxValue)]
    public long? Ts { get; init; }

    /// <summary>Seconds between two reports.</summary>
    [Range(1, 86_400)]
    public int? IntervalSeconds { get; init; }

    /// <summary>The figures: this array, or an object {name: number}.</summary>
    public required IReadOnlyList<MetricBody> Metrics { get; init; }

    /// <summary>Fixes to remember; a bad one is refused alone.</summary>
    public IReadOnlyList<FixBody>? Fixes { get; init; }

    /// <summary>Issues that were seen.</summary>
    public IReadOnlyList<SeenIssueBody>? Issues { get; init; }

    /// <summary>True to take the name from another installation at once.</summary>
    public bool? Takeover { get; init; }
}

/// <summary>One figure.</summary>
internal sealed record MetricBody
{
    /// <summary>Its name, for example <c>system.cpu.utilization</c>.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>Its value, finite.</summary>
    public required double Value { get; init; }

    /// <summary>Its unit.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Unit { get; init; }

    /// <summary>What it was measured on.</summary>
    public Metadata? Attributes { get; init; }
}

/// <summary>An issue an agent saw; exactly one of text and fingerprint.</summary>
internal sealed record SeenIssueBody
{
    /// <summary>Its text.</summary>
    public string? Issue { get; init; }

    /// <summary>Fingerprint of a known issue.</summary>
    [StringLength(35, MinimumLength = 35)]
    public string? Fingerprint { get; init; }

    /// <summary>When, epoch milliseconds; the report's when missing.</summary>
    [Range(1L, long.MaxValue)]
    public long? Ts { get; init; }
}
