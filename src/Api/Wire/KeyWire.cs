using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Wire;

/// <summary>All keys.</summary>
internal sealed record KeyListWire
{
    /// <summary>The newest first.</summary>
    public required IReadOnlyList<KeyWire> Keys { get; init; }
}

/// <summary>A key, without its secret.</summary>
internal sealed record KeyWire
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary><c>read</c>, <c>write</c>, <c>admin</c>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Whether it works.</summary>
    public required ApiKeyState State { get; init; }

    /// <summary>RFC 3339 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>From when on it does not work, RFC 3339 UTC; null = never.</summary>
    public required string? ExpiresAt { get; init; }

    /// <summary>When it was revoked, RFC 3339 UTC, or null.</summary>
    public required string? RevokedAt { get; init; }

    /// <summary>When it was last used, RFC 3339 UTC, at most two minutes late; null = never.</summary>
    public required string? LastUsedAt { get; init; }

    /// <summary>The key that it replaces, or null.</summary>
    public required Guid? Replaces { get; init; }
}

/// <summary>A key that was just made.</summary>
internal sealed record CreatedKeyWire
{
    /// <summary>The key.</summary>
    public required KeyWire Key { get; init; }

    /// <summary>Its secret, shown this once.</summary>
    public required string Secret { get; init; }
}
