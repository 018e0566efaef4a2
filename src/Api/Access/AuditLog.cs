using System.Globalization;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Access;

/// <summary>One line of the log for every write and every act that needs <see cref="AccessScopes.Admin"/>: who, which route, what it concerned, how it ended; nothing of what was sent.</summary>
/// <param name="log">The log.</param>
internal sealed class AuditLog(ILogger<AuditLog> log)
{
    private static readonly object Touched = new();

    /// <summary>Says what a request made, where neither its path nor <c>Location</c> does.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">An id.</param>
    internal static void Made(HttpContext http, string id) => http.Items[Touched] = id;

    /// <summary>Has the line written once the answer is complete.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="rule">What the route needs.</param>
    internal void Follow(HttpContext http, Caller caller, AccessRule rule)
    {
        if (rule.Needs != AccessScopes.Read && !rule.IsOpen)
            http.Response.OnCompleted(() => WriteAsync(http, caller));
    }

    private Task WriteAsync(HttpContext http, Caller caller)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        log.LogInformation(
            "Audit: {Caller} {Method} {Route} [{Ids}] {Status}", caller.Id, http.Request.Method, route, Ids(http), http.Response.StatusCode);
        return Task.CompletedTask;
    }

    private static string Ids(HttpContext http)
    {
        var ids = http.Request.RouteValues.Values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)).ToList();
        if (http.Response.Headers.Location.ToString() is { Length: > 0 } place)
            ids.Add(place[(place.LastIndexOf('/') + 1)..]);
        if (http.Items.TryGetValue(Touched, out var made))
            ids.Add((string?)made);
        return string.Join(' ', ids);
    }
}
