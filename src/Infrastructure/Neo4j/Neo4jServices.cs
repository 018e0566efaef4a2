using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>Registers the graph in Neo4j.</summary>
internal static class Neo4jServices
{
    private const string ClientName = "neo4j";

    // Less than the 30 s after which the server closes an idle connection, so that no request meets one that is just being closed.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(2);

    /// <summary>Registers it; nothing is connected to yet.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration"><c>NEO4J_*</c>, <c>Stores:*</c>, <c>Neo4j:*</c>.</param>
    /// <returns>The services.</returns>
    /// <exception cref="StartupException">The settings cannot be meant (exit code 2).</exception>
    public static IServiceCollection AddNeo4j(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = Neo4jSettings.Read(configuration);
        services.AddHttpClient(ClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .UseSocketsHttpHandler((sockets, _) => SetUp(sockets, settings));
        services.AddSingleton(provider => Open(provider, settings));
        services.AddSingleton<Neo4jSchema>();
        services.AddHostedService<Neo4jStart>();
        services.AddSingleton<Neo4jFixGraph>();
        services.AddSingleton<IFixGraph>(provider => provider.GetRequiredService<Neo4jFixGraph>());
        return services;
    }

    /// <summary>Sets up connections.</summary>
    /// <param name="sockets">The handler.</param>
    /// <param name="settings">How many.</param>
    public static void SetUp(SocketsHttpHandler sockets, Neo4jSettings settings)
    {
        sockets.MaxConnectionsPerServer = settings.Connections;
        (sockets.PooledConnectionIdleTimeout, sockets.PooledConnectionLifetime, sockets.ConnectTimeout) = (Idle, Lifetime, Connecting);

        // Neither a redirect nor a proxy named for the web is where the credentials were meant to go.
        (sockets.AllowAutoRedirect, sockets.UseProxy, sockets.UseCookies) = (false, false, false);
    }

    private static Neo4jQueryClient Open(IServiceProvider provider, Neo4jSettings settings)
    {
        if (settings.TranslatedFrom is { } given)
        {
            provider.GetRequiredService<ILogger<Neo4jQueryClient>>().LogInformation(
                "The graph is spoken to over HTTP: {Given} is read as {Address}. Set NEO4J_URI to the address of the HTTP interface if that is another.",
                given, settings.Address);
        }

        return new Neo4jQueryClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName), settings, provider.GetRequiredService<TimeProvider>());
    }
}
