using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Endpoints;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Application.Telemetry;
using ObsControlPlane.Domain.Access;
using ObsControlPlane.Infrastructure;
using OpenTelemetry.Metrics;

namespace ObsControlPlane.Api.Telemetry;

/// <summary>Metrics as Prometheus text, through the OpenTelemetry exporter.</summary>
internal static class MetricsEndpoint
{
    internal const string Path = "/api/metrics";

    internal static void AddControlPlaneTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<ApiMeter>();
        services.AddSingleton<StoreReadings>();
        services.AddSingleton<Gauges>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(ControlPlaneMeter.Name, ApiMeter.Name, Gauges.MeterName, InfrastructureServices.MeterName)
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusNames()
            .AddPrometheusExporter(options =>
            {
                // One program, one scope: the labels would only repeat the meter's name on every series.
                options.ScopeInfoEnabled = false;
                options.TargetInfoEnabled = false;
            }));
    }

    internal static void MapMetrics(this WebApplication app)
    {
        // Instruments exist from now on; what is counted before the exporter listens is lost.
        app.Services.GetRequiredService<Gauges>();
        app.Services.GetRequiredService<ApiMeter>();
        var route = app.MapPrometheusScrapingEndpoint(Path)
            .AnswersHead()
            .WithDisplayName("Metrics")
            .DisableHttpMetrics();
        if (app.Services.GetRequiredService<AccessSettings>().OpenMetrics)
            route.IsOpen();
        else
            route.Needs(AccessScopes.Read);
    }
}
