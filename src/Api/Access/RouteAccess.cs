using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Access;

/// <summary>What a route asks of its caller. A route that says nothing needs <see cref="AccessScopes.Admin"/>.</summary>
public static class RouteAccess
{
    /// <summary>Lets only callers in who have a scope.</summary>
    /// <param name="route">The route, or a group of them.</param>
    /// <param name="scope">One scope.</param>
    /// <typeparam name="T">Type of the route.</typeparam>
    /// <returns>The route, to go on with.</returns>
    public static T Needs<T>(this T route, AccessScopes scope)
        where T : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(scope));

    /// <summary>Lets everybody in. Who asks with a key that works is still known.</summary>
    /// <param name="route">The route, or a group of them.</param>
    /// <typeparam name="T">Type of the route.</typeparam>
    /// <returns>The route, to go on with.</returns>
    public static T IsOpen<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(AccessRule.Open);

    /// <summary>Lets a key ask as often as it has to: whoever sends alerts drops what is answered with 429 (wire 6).</summary>
    /// <param name="route">The route, or a group of them.</param>
    /// <typeparam name="T">Type of the route.</typeparam>
    /// <returns>The route, to go on with.</returns>
    public static T IsNeverLimited<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(NeverLimited.Instance);

    /// <summary>The rule of an endpoint.</summary>
    /// <param name="endpoint">The endpoint; null when no route has the path.</param>
    /// <returns>What it says, or <see cref="AccessRule.Undeclared"/>; open where there is no route, so that its absence is told.</returns>
    internal static AccessRule RuleOf(Endpoint? endpoint) =>
        endpoint is RouteEndpoint route ? route.Metadata.GetMetadata<AccessRule>() ?? AccessRule.Undeclared : AccessRule.Open;
}

/// <summary>What is asked of a caller.</summary>
/// <param name="Needs">One scope; none when the route is open.</param>
internal sealed record AccessRule(AccessScopes Needs)
{
    internal static readonly AccessRule Open = new(AccessScopes.None);

    internal static readonly AccessRule Undeclared = new(AccessScopes.Admin);

    internal bool IsOpen => Needs == AccessScopes.None;
}

/// <summary>Marks a route whose callers are never slowed.</summary>
internal sealed class NeverLimited
{
    internal static readonly NeverLimited Instance = new();

    private NeverLimited()
    {
    }
}
