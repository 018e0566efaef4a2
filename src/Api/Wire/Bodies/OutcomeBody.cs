using System.ComponentModel.DataAnnotations;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire.Bodies;

/// <summary>Body of <c>POST /api/fixes/{id}/outcomes</c>.</summary>
internal sealed record OutcomeBody
{
    /// <summary><c>worked</c>, <c>failed</c>, <c>rolled_back</c>, <c>attempted</c> or <c>unknown</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it is believed; <c>reported</c> when missing.</summary>
    public EvidenceBody? Evidence { get; init; }

    /// <summary>The recall that offered the fix; one (fix, recall) counts once.</summary>
    public Guid? RecallId { get; init; }

    /// <summary>Your own id of the application; one (fix, application) counts once.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? ApplicationId { get; init; }

    /// <summary>The episode it was applied in.</summary>
    public Guid? EpisodeId { get; init; }

    /// <summary>Who says so.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Agent { get; init; }

    /// <summary>Where it was applied.</summary>
    public ScopeBody? Scope { get; init; }

    /// <summary>When it ended, epoch milliseconds, at most 5 minutes ahead; now when missing.</summary>
    [Range(1L, long.MaxValue)]
    public long? Ts { get; init; }
}

/// <summary>Why an outcome is believed; takes no other member.</summary>
internal sealed record EvidenceBody
{
    /// <summary><c>verified</c> (a check ran), <c>person</c> or <c>reported</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Free text, at most 4 KiB of UTF-8.</summary>
    public string? Note { get; init; }
}

/// <summary>Body of <c>PATCH /api/fixes/{id}</c>; members that are missing stay as they are.</summary>
internal sealed record CorrectionBody
{
    /// <summary>Another solution, at most 1 MiB of UTF-8, not blank; makes a new fix that supersedes this one.</summary>
    public string? Solution { get; init; }

    /// <summary>The whole new set of up to 32 tags.</summary>
    [MaxLength(Limits.Tags)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The whole new JSON object, at most 64 KiB and 16 levels deep.</summary>
    public Metadata? Metadata { get; init; }

    /// <summary>The whole new scope.</summary>
    public ScopeBody? Scope { get; init; }
}
