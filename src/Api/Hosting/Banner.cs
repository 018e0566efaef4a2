using MediatR;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.Hosting;

/// <summary>What is told once, when the listener is ready: where everything is, and a command to try.</summary>
internal static class Banner
{
    /// <summary>Tells it on the terminal, or as one event of the log when standard output is none.</summary>
    /// <param name="app">The application.</param>
    internal static void PrintWhenReady(WebApplication app)
    {
        // The folder's lock is taken before the listener opens, so that a second server fails without having answered anything.
        var folder = app.Services.GetRequiredService<IDataFolder>();
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = Address(app);
            folder.Publish(address);
            _ = TellAsync(app, folder.Path, address);
        });
    }

    /// <summary>The address to open: the first the server listens on, with a host that can be opened.</summary>
    /// <param name="app">The application.</param>
    internal static string Address(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return (addresses.FirstOrDefault() ?? ListenAddress.Default)
            .Replace("[::]", "localhost", StringComparison.Ordinal)
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal)
            .TrimEnd('/');
    }

    private static async Task TellAsync(WebApplication app, string folder, string address)
    {
        var held = await HeldAsync(app);
        var started = Instants.Rfc3339(app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds());
        if (Console.IsOutputRedirected)
        {
            app.Logger.LogInformation(
                "ObsControlPlane {Version} serves {Address} since {Started}; data folder {Folder}; {Held}", Product.Version, address, started, folder, held);
            return;
        }

        Console.Out.WriteLine($"""

            ObsControlPlane {Product.Version}, started {started}
              Page     {address}/
              API      {address}/docs
              Metrics  {address}/api/metrics
              Store    {held}
              Folder   {folder} (OCP_DATA moves it)
              Access   {Access(app)}
              Try      curl -s '{address}/api/recall?key=issue:disk%20full'

            """);
    }

    private static string Access(WebApplication app) => app.Services.GetRequiredService<KeyRing>() switch
    {
        { HasKeys: true } => "with a key",
        { IsKnown: false } => "with a key; the store that holds the keys is away",
        _ => "open to this host alone; the first key ends that: ocp keys create",
    };

    private static async Task<string> HeldAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        try
        {
            var stats = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GetStatsQuery(), app.Lifetime.ApplicationStopping);
            var stores = stats.Memory.Kind == stats.Graph.Kind ? stats.Memory.Kind : $"{stats.Memory.Kind} and {stats.Graph.Kind}";
            return $"{stats.Mode}, {stores}: {stats.Memory.Fixes} fixes, {stats.Memory.Memories} memories, {stats.Memory.Agents} agents";
        }
        catch (StoreUnavailableException exception)
        {
            return $"the {exception.Store} store is away; /health says what that means";
        }
    }
}
