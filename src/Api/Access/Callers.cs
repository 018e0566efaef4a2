using ObsControlPlane.Application.Access;

namespace ObsControlPlane.Api.Access;

/// <summary>Finds out who asks: by the key in the header, by the cookie of a browser that signed in, or, where there is no key at all, by where the request comes from.</summary>
/// <param name="ring">The keys.</param>
/// <param name="listening">Where the server listens.</param>
internal sealed class Callers(KeyRing ring, Listening listening)
{
    /// <summary>The secret that a request brings, of the header before the cookie; null when it brings none.</summary>
    /// <param name="request">The request.</param>
    internal static string? SecretOf(HttpRequest request) => Credential.Of(request) ?? request.Cookies[SessionCookie.Name];

    /// <summary>Who asks, as far as is known now: a key that was revoked since the last call finds nobody.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Null when nobody is let in by it.</returns>
    internal Caller? Find(HttpRequest request)
    {
        var caller = SecretOf(request) is { } secret ? ring.Find(secret) : null;
        // A browser brings its cookie along where no key is needed, too; who sends a header means it.
        return caller ?? (Credential.Of(request) is null ? Keyless(request) : null);
    }

    // A proxy on this host makes everybody a neighbour, and says so in these headers.
    private Caller? Keyless(HttpRequest request) =>
        ring.IsKnown && !ring.HasKeys && listening.Elsewhere is null && !IsForwarded(request) ? Caller.Keyless : null;

    private static bool IsForwarded(HttpRequest request) => request.Headers.Keys.Any(name =>
        name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));
}
