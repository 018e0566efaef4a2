using System.ComponentModel.DataAnnotations;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire.Bodies;

/// <summary>Body of <c>POST /api/remember</c>.</summary>
internal sealed record RememberBody
{
    /// <summary>1–1,000 characters; <c>issue:X</c> makes it a fix of issue X, and X may have 1 MiB.</summary>
    public required string Key { get; init; }

    /// <summary>What to remember: the solution, for an issue. At most 1 MiB of UTF-8, not blank.</summary>
    public required string Content { get; init; }

    /// <summary>Your own JSON object, at most 64 KiB and 16 levels deep; its <c>success</c> says how it ended.</summary>
    public Metadata? Metadata { get; init; }

    /// <summary>Who tells.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Agent { get; init; }

    /// <summary>Where.</summary>
    public ScopeBody? Scope { get; init; }

    /// <summary>When, epoch milliseconds, at most 5 minutes ahead; now when missing.</summary>
    [Range(1L, long.MaxValue)]
    public long? Ts { get; init; }
}

/// <summary>Where something was done or seen; takes no other member.</summary>
internal sealed record ScopeBody
{
    /// <summary>Service.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Service { get; init; }

    /// <summary>Host.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Server { get; init; }

    /// <summary>Environment, for example <c>production</c>.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Environment { get; init; }

    /// <summary>Version of the service.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Version { get; init; }
}
