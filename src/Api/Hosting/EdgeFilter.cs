using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Telemetry;

namespace ObsControlPlane.Api.Hosting;

/// <summary>Puts what concerns every request around the application's own pipeline, whoever builds it.</summary>
internal sealed class EdgeFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<EdgeHeaders>();
        app.UseMiddleware<QueryStringLimit>();
        app.UseMiddleware<FreshReadings>();
        next(app);
    };
}
