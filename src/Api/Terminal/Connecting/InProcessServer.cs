using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Console;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Hosting;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Api.Terminal.Connecting;

/// <summary>The product's own application for the life of one verb: it holds the data folder, and listens in memory only.</summary>
/// <param name="application">The running application.</param>
internal sealed class InProcessServer(WebApplication application) : IAsyncDisposable
{
    /// <summary>Starts it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <returns>A connection to it; disposing it stops the application and releases the folder.</returns>
    /// <exception cref="StartupException">The folder is in use or cannot be used.</exception>
    public static async Task<ApiSession> StartAsync(string folder, CancellationToken ct)
    {
        var transport = new MemoryTransport();
        var host = new InProcessServer(Build(folder, transport));
        await host.StartAsync(ct);
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, cancel) => transport.ConnectAsync(cancel) };
        var client = new HttpClient(handler) { BaseAddress = new Uri("http://localhost/") };
        return new ApiSession(client.With(host.Secret), folder, host);
    }

    private string Secret => application.Services.GetRequiredService<IDataFolder>().Secret;

    // Whatever was opened before the start failed is closed again; the failure itself is the verb's to tell.
    private async Task StartAsync(CancellationToken ct)
    {
        var start = application.StartAsync(ct);
        await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!start.IsCompletedSuccessfully)
            await application.DisposeAsync();
        await start;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
    }

    private static WebApplication Build(string folder, MemoryTransport transport)
    {
        // Watching the settings' files for changes, or loading a model that is not wanted, costs more than the verb itself.
        string[] settings = ["--" + Connection.DataSetting, folder, "--hostBuilder:reloadConfigOnChange=false", "--Embedding:LoadAtStart=false"];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        builder.AddControlPlane();
        Quieten(builder, transport);
        var application = builder.Build();
        application.MapControlPlane();
        return application;
    }

    private static void Quieten(WebApplicationBuilder builder, MemoryTransport transport)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        // The addresses are the server's; a verb opens none.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(ListeningGuard)));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(transport.EndPoint));
        builder.Services.AddSingleton<IConnectionListenerFactory>(transport);
        builder.Services.AddSingleton<IHostLifetime, VerbLifetime>();
    }

    /// <summary>Leaves Ctrl+C to the verb; the host's own lifetime would take it and print about it.</summary>
    private sealed class VerbLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
