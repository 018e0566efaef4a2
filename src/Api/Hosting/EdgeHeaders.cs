namespace ObsControlPlane.Api.Hosting;

/// <summary>Headers of every answer: no guessing of types, and no copies of what changes all the time.</summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class EdgeHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(
            static state =>
            {
                var headers = ((HttpResponse)state).Headers;
                headers.XContentTypeOptions = "nosniff";
                headers.TryAdd("Referrer-Policy", "no-referrer");
                headers.TryAdd("Cache-Control", "no-store");
                // Pages have a policy of their own; whatever else is opened as one may load nothing and stand in no frame.
                headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
                return Task.CompletedTask;
            },
            http.Response);
        return next(http);
    }
}
