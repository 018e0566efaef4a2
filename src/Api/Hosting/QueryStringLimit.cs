using ObsControlPlane.Api.Errors;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Hosting;

/// <summary>Refuses query strings over the contract's limit, before anything reads them.</summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class QueryStringLimit(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) =>
        http.Request.QueryString.Value is { } query && query.Length - 1 > Limits.QueryStringBytes
            ? throw new ProblemException(ProblemTypes.UriTooLong, $"The query string has more than {Limits.QueryStringBytes} bytes; use the POST form of the route.")
            : next(http);
}
