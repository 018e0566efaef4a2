using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Errors;

/// <summary>Outermost of all: turns exceptions, and answers that the framework left without a body, into problems.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="log">Where bugs and failing stores are told.</param>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    /// <summary>What a client that went away is logged with; nobody reads it.</summary>
    internal const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentType: null, ContentLength: null })
                await ProblemWriter.WriteAsync(http, OfStatus(http));
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            if (!http.Response.HasStarted)
                http.Response.StatusCode = ClientClosedRequest;
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            Tell(exception, http);
            http.Response.Clear();
            await ProblemWriter.WriteAsync(http, ProblemMap.Of(exception));
        }
    }

    private static Problem OfStatus(HttpContext http)
    {
        var type = ProblemTypes.OfStatus(http.Response.StatusCode);
        var detail = type.Status switch
        {
            404 => "No route has this path. The API page at /docs lists them all.",
            405 => $"This route takes {http.Response.Headers.Allow}.",
            _ => $"{type.Cause} {type.Remedy}",
        };
        return new Problem(type, detail);
    }

    private void Tell(Exception exception, HttpContext http)
    {
        if (exception is StoreUnavailableException { IsOverload: true })
            log.LogWarning("Overloaded: {Method} {Path} was turned away", http.Request.Method, http.Request.Path.Value);
        else if (exception is StoreUnavailableException store)
            log.LogError(exception, "Store {Store} failed in {Operation}", store.Store, store.Operation);
        else if (exception is not (ProblemException or FluentValidation.ValidationException or DomainException or BadHttpRequestException))
            log.LogError(exception, "Unexpected error in {Method} {Path}", http.Request.Method, http.Request.Path.Value);
    }
}
