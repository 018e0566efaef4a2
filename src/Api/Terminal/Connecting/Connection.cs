using ObsControlPlane.Api.Terminal.Printing;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure;

namespace ObsControlPlane.Api.Terminal.Connecting;

/// <summary>Finds the way to the API, so that there is one durable path whoever is running.</summary>
internal static class Connection
{
    private const string DefaultAddress = "http://localhost:5555";
    private const string KeyVariable = "OCP_KEY";

    // Another verb owns the folder for about a second, several verbs side by side for some; an import for longer than anyone would wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Opens a connection: to a given server, else to the one that owns the data folder, else to the application in this process.</summary>
    /// <param name="server">Address of a server, or null.</param>
    /// <param name="key">Key to ask with, or null for that of the environment; on a data folder its owner's.</param>
    /// <param name="data">Data folder, or null for the configured one.</param>
    /// <param name="screen">Where to say that it waits.</param>
    /// <param name="clock">Measures the waiting.</param>
    /// <param name="ct">Cancels it.</param>
    /// <returns>The connection; dispose it.</returns>
    /// <exception cref="StartupException">The folder stays in use without an address, or cannot be used.</exception>
    public static async Task<ApiSession> OpenAsync(string? server, string? key, string? data, Screen screen, TimeProvider clock, CancellationToken ct)
    {
        if (server is not null)
            return ToServer(server, key);
        var folder = Folder(data);
        var start = clock.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            var owner = InfrastructureServices.FindDataFolderOwner(folder);
            if (owner is { Url: { } url })
                return ToServer(url, key ?? InfrastructureServices.FindDataFolderSecret(folder));
            var isLast = clock.GetElapsedTime(start) > Patience;
            if ((owner is null || isLast) && await TryStartAsync(folder, isLast, ct) is { } session)
                return session;
            if (isFirst)
                screen.Note($"Another process is using {folder}; waiting for it.");
            await Task.Delay(Pause, clock, ct);
        }
    }

    /// <summary>A running server.</summary>
    /// <param name="address">Its address as a person or an owner file gives it.</param>
    /// <param name="key">Key to ask with, or null for that of the environment.</param>
    /// <returns>The connection; dispose it.</returns>
    /// <exception cref="TerminalFailure">It is no HTTP address.</exception>
    public static ApiSession ToServer(string address, string? key)
    {
        var uri = ServerAddress.Parse(address);
        var handler = new SocketsHttpHandler { UseProxy = !uri.IsLoopback, ConnectTimeout = TimeSpan.FromSeconds(10) };
        return new ApiSession(new HttpClient(handler) { BaseAddress = uri }.With(key ?? KeyOfEnvironment), uri.ToString(), host: null);
    }

    /// <summary>The server that should be running, found without starting one: the folder's owner, else at the first configured address, else at the default.</summary>
    /// <param name="data">Data folder, or null for the configured one.</param>
    /// <param name="key">Key to ask with, or null for the owner's or that of the environment.</param>
    /// <returns>The connection; dispose it.</returns>
    public static ApiSession ToRunningServer(string? data, string? key)
    {
        var folder = Folder(data);
        if (InfrastructureServices.FindDataFolderOwner(folder)?.Url is { } url)
            return ToServer(url, key ?? InfrastructureServices.FindDataFolderSecret(folder));
        return ToServer(Environment.GetEnvironmentVariable("ASPNETCORE_URLS")?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? DefaultAddress, key);
    }

    /// <summary>Lets a client ask with a key.</summary>
    /// <param name="client">The client.</param>
    /// <param name="key">The key; null or blank for none.</param>
    /// <returns>The client.</returns>
    public static HttpClient With(this HttpClient client, string? key)
    {
        if (!string.IsNullOrWhiteSpace(key))
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key.Trim()}");
        return client;
    }

    private static string? KeyOfEnvironment => Environment.GetEnvironmentVariable(KeyVariable);

    private static async Task<ApiSession?> TryStartAsync(string folder, bool isLast, CancellationToken ct)
    {
        try
        {
            return await InProcessServer.StartAsync(folder, ct);
        }
        catch (StartupException inUse) when (inUse.ExitCode == StartupException.InUse && !isLast)
        {
            // Somebody else was a moment faster.
            return null;
        }
    }

    private static string Folder(string? data)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables();
        if (data is not null)
            settings.AddInMemoryCollection(new Dictionary<string, string?> { [DataSetting] = data });
        return InfrastructureServices.DataFolderPath(settings.Build());
    }

    /// <summary>The setting that names the data folder.</summary>
    public const string DataSetting = "OCP_DATA";
}
