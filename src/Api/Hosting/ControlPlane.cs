using System.Reflection;
using AutoMapper;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Endpoints;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Pages;
using ObsControlPlane.Api.Pages.Access;
using ObsControlPlane.Api.Telemetry;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application;
using ObsControlPlane.Infrastructure;

namespace ObsControlPlane.Api.Hosting;

/// <summary>The control plane as part of a web application: ours, or that of a team who extends it (docs/extending.md).</summary>
public static class ControlPlane
{
    /// <summary>Registers use cases, adapters and everything HTTP.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="extensions">Assemblies with further handlers and validators.</param>
    /// <returns>The same builder.</returns>
    public static WebApplicationBuilder AddControlPlane(this WebApplicationBuilder builder, params Assembly[] extensions)
    {
        var services = builder.Services;
        services.AddApplication(extensions);
        services.AddInfrastructure(builder.Configuration);
        services.AddSingleton<IMapper>(new MapperConfiguration(configuration => configuration.AddProfile<WireProfile>()).CreateMapper());
        services.AddAccessGates();
        services.AddSingleton<KeysInFlight>();
        services.AddSingleton<AlertBinding>();
        services.AddScoped<Dispatch>();
        services.ConfigureHttpJsonOptions(options => WireJson.Apply(options.SerializerOptions));
        services.AddPages();
        services.AddControlPlaneTelemetry();
        services.AddControlPlaneDocument();
        builder.WebHost.ConfigureKestrel(ServerLimits.Apply);
        return builder;
    }

    /// <summary>Puts the edge around every route, those mapped later included, and maps the control plane's own.</summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application, for routes of its own.</returns>
    public static WebApplication MapControlPlane(this WebApplication app)
    {
        // Inside the page for developers that the framework adds in their environment: an error is a problem there, too.
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<EdgeHeaders>();
        app.UseResponseCompression();
        app.UseAccessGates();
        app.UseMiddleware<QueryStringLimit>();
        app.UseMiddleware<FreshReadings>();
        app.MapRemember();
        app.MapFixes();
        app.MapMemories();
        app.MapRecall();
        app.MapIssues();
        app.MapEpisodes();
        app.MapAlerts();
        app.MapAgents();
        app.MapTelemetry();
        app.MapExchange();
        app.MapState();
        app.MapVectors();
        app.MapStores();
        app.MapKeys();
        app.MapHealth();
        app.MapMetrics();
        app.MapPages();
        app.MapSignIn();
        app.MapDocument();
        return app;
    }
}
