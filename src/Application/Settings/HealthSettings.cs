using System.ComponentModel.DataAnnotations;

namespace ObsControlPlane.Application.Settings;

/// <summary>From which use of this host on it is degraded or unhealthy (section <c>Health</c>). All in percent, inclusive.</summary>
public sealed class HealthSettings : IValidatableObject
{
    /// <summary>Use of the data volume from which it is degraded, 1–100; default 85.</summary>
    [Range(1.0, 100.0)]
    public double DiskDegradedPercent { get; set; } = 85;

    /// <summary>Use of the data volume from which it is unhealthy, 1–100, not below <see cref="DiskDegradedPercent"/>; default 97.</summary>
    [Range(1.0, 100.0)]
    public double DiskUnhealthyPercent { get; set; } = 97;

    /// <summary>Use of memory from which it is degraded, 1–100; default 90.</summary>
    [Range(1.0, 100.0)]
    public double MemoryDegradedPercent { get; set; } = 90;

    /// <summary>Use of memory from which it is unhealthy, 1–100, not below <see cref="MemoryDegradedPercent"/>; default 98.</summary>
    [Range(1.0, 100.0)]
    public double MemoryUnhealthyPercent { get; set; } = 98;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DiskUnhealthyPercent < DiskDegradedPercent)
            yield return new ValidationResult("Health:DiskUnhealthyPercent must not be below Health:DiskDegradedPercent.", [nameof(DiskUnhealthyPercent)]);
        if (MemoryUnhealthyPercent < MemoryDegradedPercent)
            yield return new ValidationResult("Health:MemoryUnhealthyPercent must not be below Health:MemoryDegradedPercent.", [nameof(MemoryUnhealthyPercent)]);
    }
}
