namespace ObsControlPlane.Api.Access;

/// <summary>
/// The cookie of a person who signed in. It holds the key itself: so it dies with its key, on every replica, and a stolen store helps nobody to make one.
/// It ends with the browser's session, and no script reads it.
/// </summary>
internal static class SessionCookie
{
    /// <summary>Its name.</summary>
    internal const string Name = "ocp_key";

    /// <summary>How cookies of ours are set.</summary>
    /// <param name="http">The request.</param>
    internal static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        // Behind a proxy that ends TLS the browser's connection is secure and ours is not.
        Secure = http.Request.IsHttps || http.Request.Headers["X-Forwarded-Proto"] == "https",
        Path = "/",
        IsEssential = true,
    };
}
