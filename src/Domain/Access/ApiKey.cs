namespace ObsControlPlane.Domain.Access;

/// <summary>A key of the API. Its secret is not here and nowhere else: it was shown once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for, a name.</param>
/// <param name="Scopes">What it may do, at least one.</param>
/// <param name="SecretHash">Hash of the secret (<see cref="KeySecret.Hash"/>).</param>
/// <param name="CreatedAt">Epoch milliseconds.</param>
/// <param name="ExpiresAt">From when on it does not work, epoch milliseconds; null = never.</param>
/// <param name="RevokedAt">When it was revoked, epoch milliseconds, or null.</param>
/// <param name="LastUsedAt">When it was last used, epoch milliseconds, at most two minutes late; null = never.</param>
/// <param name="Replaces">The key that this one was made to replace, or null.</param>
public sealed record ApiKey(
    Guid Id, string Name, AccessScopes Scopes, byte[] SecretHash, long CreatedAt, long? ExpiresAt = null, long? RevokedAt = null, long? LastUsedAt = null,
    Guid? Replaces = null)
{
    /// <summary>Whether it works.</summary>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    public ApiKeyState StateAt(long now) => RevokedAt is not null ? ApiKeyState.Revoked : ExpiresAt <= now ? ApiKeyState.Expired : ApiKeyState.Active;
}

/// <summary>Whether a key works.</summary>
public enum ApiKeyState
{
    /// <summary>It works.</summary>
    Active = 0,

    /// <summary>Its time is over.</summary>
    Expired = 1,

    /// <summary>It was revoked.</summary>
    Revoked = 2,
}
