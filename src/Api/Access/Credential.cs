namespace ObsControlPlane.Api.Access;

/// <summary>The secret that a request brings.</summary>
internal static class Credential
{
    private const string Scheme = "Bearer ";

    /// <summary>The secret of the <c>Authorization</c> header.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Null without the header; what can be no secret when the header is of another scheme or there are several.</returns>
    internal static string? Of(HttpRequest request)
    {
        var given = request.Headers.Authorization;
        if (given.Count == 0)
            return null;
        var text = given.Count == 1 ? given[0] ?? "" : "";
        return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim() : "";
    }
}
