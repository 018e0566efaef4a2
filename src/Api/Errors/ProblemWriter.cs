using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ObsControlPlane.Api.Telemetry;
using ObsControlPlane.Api.Wire;

namespace ObsControlPlane.Api.Errors;

/// <summary>Writes a problem as <c>application/problem+json</c> and counts it.</summary>
internal static class ProblemWriter
{
    internal const string MediaType = "application/problem+json";

    /// <summary>Writes the whole answer; the response must not have begun.</summary>
    /// <param name="http">The request.</param>
    /// <param name="problem">The answer.</param>
    internal static async Task WriteAsync(HttpContext http, Problem problem)
    {
        var response = http.Response;
        response.StatusCode = problem.Type.Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        if (problem.Challenge is { } challenge)
            response.Headers.WWWAuthenticate = challenge;
        http.RequestServices.GetRequiredService<ApiMeter>().Problem(problem.Type.Slug);
        var body = JsonSerializer.SerializeToUtf8Bytes(Members(http, problem), WireJson.Options);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static Dictionary<string, object?> Members(HttpContext http, Problem problem)
    {
        var members = new Dictionary<string, object?>
        {
            ["type"] = problem.Type.Uri,
            ["title"] = problem.Type.Title,
            ["status"] = problem.Type.Status,
            ["detail"] = problem.Detail,
            ["instance"] = Instance(http.Request.Path),
            ["traceId"] = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier,
        };
        if (problem.Errors is { } errors)
        {
            members["errors"] = errors.ByField();
            members["pointers"] = errors.Pointers();
        }

        foreach (var (name, value) in problem.Facts)
            members[name] = name.EndsWith("_at", StringComparison.Ordinal) && value is long instant ? Instants.Rfc3339(instant) : value;
        return members;
    }

    // The path is the caller's own text; a long one would only make the answer long.
    private static string Instance(PathString path)
    {
        var text = path.ToUriComponent();
        return text.Length <= 200 ? text : text[..200];
    }
}
