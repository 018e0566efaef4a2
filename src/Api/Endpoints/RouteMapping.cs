namespace ObsControlPlane.Api.Endpoints;

/// <summary>Maps a route that reads.</summary>
internal static class RouteMapping
{
    /// <summary>The methods of a route that reads.</summary>
    internal static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps a route for GET, and for HEAD, which answers what GET would, without its body.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="handler">The endpoint.</param>
    internal static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, Reading, handler);

    /// <summary>Lets a route that a library maps for GET answer HEAD, too.</summary>
    /// <param name="route">The route.</param>
    /// <returns>The route, to go on with.</returns>
    internal static T AnswersHead<T>(this T route)
        where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new HttpMethodMetadata(Reading)));
        return route;
    }
}
