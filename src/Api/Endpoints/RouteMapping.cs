namespace ObsControlPlane.Api.Endpoints;

/// <summary>Maps a route that reads.</summary>
internal static class RouteMapping
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps a route for GET, and for HEAD, which answers what GET would, without its body.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="handler">The endpoint.</param>
    internal static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, Reading, handler);
}
