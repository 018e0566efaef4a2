using ObsControlPlane.Api.Errors;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Access;

/// <summary>Finds out who asks, and whether the route lets that caller in.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="ring">The keys.</param>
/// <param name="listening">Where the server listens.</param>
internal sealed class AccessGate(RequestDelegate next, KeyRing ring, Listening listening)
{
    private const string Realm = "Bearer realm=\"ocp\"";

    public Task InvokeAsync(HttpContext http)
    {
        var rule = RouteAccess.RuleOf(http.GetEndpoint());
        var secret = Credential.Of(http.Request);
        var caller = secret is null ? Keyless(http.Request) : ring.Find(secret);
        if (caller is not null)
            http.Features.Set(caller);
        if (rule.IsOpen)
            return next(http);
        if (caller is null)
            throw Unauthenticated(secret is not null);
        return caller.Scopes.Allow(rule.Needs) ? next(http) : throw Forbidden(rule.Needs);
    }

    // A proxy on this host makes everybody a neighbour, and says so in these headers.
    private Caller? Keyless(HttpRequest request) =>
        ring.IsKnown && !ring.HasKeys && listening.Elsewhere is null && !IsForwarded(request) ? Caller.Keyless : null;

    private static bool IsForwarded(HttpRequest request) => request.Headers.Keys.Any(name =>
        name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    private Exception Unauthenticated(bool isGiven)
    {
        // Whether a key works cannot be said before the keys were read; nor whether none is needed.
        if (!ring.IsKnown)
            return new StoreUnavailableException("memory", "read the keys", transient: true);
        return new ProblemException(new Problem(
            ProblemTypes.Unauthenticated,
            isGiven
                ? "The key is none of this server's, or it has expired or was revoked. Send one that works as 'Authorization: Bearer ocp_…'."
                : "This route needs a key. Send one as 'Authorization: Bearer ocp_…'; `ocp keys create` makes one.")
        {
            Challenge = isGiven ? $"{Realm}, error=\"invalid_token\"" : Realm,
        });
    }

    private static ProblemException Forbidden(AccessScopes needed)
    {
        var scope = AccessScopeNames.NamesOf(needed)[0];
        return new ProblemException(new Problem(ProblemTypes.Forbidden, $"The key works, and this route needs one with the scope '{scope}'.")
        {
            Challenge = $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"",
            Facts = new Dictionary<string, object?> { ["scope"] = scope },
        });
    }
}
