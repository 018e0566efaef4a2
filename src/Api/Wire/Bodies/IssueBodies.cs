using System.ComponentModel.DataAnnotations;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire.Bodies;

/// <summary>Body of <c>POST /api/issues/{fingerprint}/occurrences</c>.</summary>
internal sealed record OccurrenceBody
{
    /// <summary>The issue's text, at most 1 MiB of UTF-8; needed when its fingerprint is not known yet, and must then have that fingerprint.</summary>
    public string? Issue { get; init; }

    /// <summary>Where it was seen.</summary>
    public ScopeBody? Scope { get; init; }

    /// <summary>When, epoch milliseconds, at most 5 minutes ahead; now when missing.</summary>
    [Range(1L, long.MaxValue)]
    public long? Ts { get; init; }

    /// <summary>Who saw it.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Source { get; init; }
}

/// <summary>Body of <c>POST /api/fingerprint</c>: exactly one of the two.</summary>
internal sealed record FingerprintBody
{
    /// <summary>The issue as text, at most 1 MiB of UTF-8, not blank.</summary>
    public string? Text { get; init; }

    /// <summary>The issue as an alert's labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
