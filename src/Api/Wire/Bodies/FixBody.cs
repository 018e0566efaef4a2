using System.ComponentModel.DataAnnotations;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire.Bodies;

/// <summary>A fix: body of <c>POST /api/fixes</c>, item of a batch, member of a telemetry report.</summary>
internal sealed record FixBody
{
    /// <summary>The issue, at most 1 MiB of UTF-8, not blank; may be missing when <c>fingerprint</c> names a known one.</summary>
    public string? Issue { get; init; }

    /// <summary>What was done, at most 1 MiB of UTF-8, not blank.</summary>
    public required string Solution { get; init; }

    /// <summary>Whether it worked; missing = not known. No words are read for it.</summary>
    public bool? Success { get; init; }

    /// <summary>Who did it.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Agent { get; init; }

    /// <summary>Where.</summary>
    public ScopeBody? Scope { get; init; }

    /// <summary>When, epoch milliseconds, at most 5 minutes ahead; now when missing.</summary>
    [Range(1L, long.MaxValue)]
    public long? Ts { get; init; }

    /// <summary>System it comes from.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Source { get; init; }

    /// <summary>Id in that system; a batch reads <c>id</c> as this.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? SourceId { get; init; }

    /// <summary>Up to 32 tags.</summary>
    [MaxLength(Limits.Tags)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Your own JSON object, at most 64 KiB and 16 levels deep.</summary>
    public Metadata? Metadata { get; init; }

    /// <summary>Fingerprint of a known issue.</summary>
    [StringLength(35, MinimumLength = 35)]
    public string? Fingerprint { get; init; }
}
