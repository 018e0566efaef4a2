using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Pages.Access;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Access;

/// <summary>Finds out who asks, and whether the route lets that caller in.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="ring">The keys.</param>
/// <param name="callers">Finds out who asks.</param>
/// <param name="limits">How often a key may ask, and how often one may be guessed.</param>
/// <param name="audit">Where writes and acts of administration are told.</param>
internal sealed class AccessGate(RequestDelegate next, KeyRing ring, Callers callers, KeyLimits limits, AuditLog audit)
{
    private const string Realm = "Bearer realm=\"ocp\"";

    public Task InvokeAsync(HttpContext http)
    {
        var rule = RouteAccess.RuleOf(http.GetEndpoint());
        var caller = callers.Find(http.Request);
        var isWrong = caller is null && Callers.SecretOf(http.Request) is not null;
        if (isWrong && ring.IsKnown)
            limits.CountWrong(http);
        if (caller is not null)
            http.Features.Set(caller);
        if (rule.IsOpen)
            return next(http);
        if (caller is null)
            return IsForAPerson(http) ? ToSignIn(http) : throw Unauthenticated(isWrong);
        if (http.GetEndpoint()?.Metadata.GetMetadata<NeverLimited>() is null)
            limits.Count(http, caller);
        audit.Follow(http, caller, rule);
        return caller.Scopes.Allow(rule.Needs) ? next(http) : throw Forbidden(rule.Needs);
    }

    private static bool IsForAPerson(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Task ToSignIn(HttpContext http)
    {
        http.Response.Redirect(SignInEndpoints.Path);
        return Task.CompletedTask;
    }

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
