namespace ObsControlPlane.Api.Telemetry;

/// <summary>Takes a fresh reading of the stores before a scrape: the exporter's gauges are read synchronously.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="readings">The readings.</param>
internal sealed class FreshReadings(RequestDelegate next, StoreReadings readings)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(MetricsEndpoint.Path, StringComparison.OrdinalIgnoreCase))
            await readings.RefreshAsync(http.RequestAborted);
        await next(http);
    }
}
