using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Application.Access;

/// <summary>Who asks.</summary>
/// <param name="Id">What the log names: a key's id, or <c>owner</c>, <c>admin-key</c>, <c>keyless</c>.</param>
/// <param name="Name">The key's name.</param>
/// <param name="Scopes">What is allowed.</param>
public sealed record Caller(string Id, string Name, AccessScopes Scopes)
{
    /// <summary>Whoever reaches a server that listens on its own host alone and has no key.</summary>
    public static Caller Keyless { get; } = new("keyless", "keyless", AccessScopes.Admin);
}
