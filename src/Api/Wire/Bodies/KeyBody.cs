using System.ComponentModel.DataAnnotations;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire.Bodies;

/// <summary>Body of <c>POST /api/keys</c>; takes no other member.</summary>
internal sealed record KeyBody
{
    /// <summary>What it is for; with <c>replaces</c> the replaced key's when missing.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Name { get; init; }

    /// <summary>One or more of <c>read</c>, <c>write</c>, <c>admin</c>; with <c>replaces</c> the replaced key's when missing.</summary>
    [MinLength(1)]
    [MaxLength(3)]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>From when on it does not work, RFC 3339 with a zone; never when missing.</summary>
    public string? ExpiresAt { get; init; }

    /// <summary>The key that it replaces; that one ends after <c>grace_seconds</c>.</summary>
    public Guid? Replaces { get; init; }

    /// <summary>How long the replaced key goes on working; one day when missing.</summary>
    [Range(0, Limits.KeyGraceSeconds)]
    public int? GraceSeconds { get; init; }
}
