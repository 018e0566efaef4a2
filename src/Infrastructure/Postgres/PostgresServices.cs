using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Host;
using ObsControlPlane.Infrastructure.Outbox;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Index;
using ObsControlPlane.Infrastructure.Postgres.Outbox;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Registers the PostgreSQL record and every adapter over it.</summary>
internal static class PostgresServices
{
    /// <summary>Nothing is opened yet; <see cref="PostgresStart"/> verifies and migrates when the host starts, or as soon as the server can be reached.</summary>
    /// <exception cref="Application.Health.StartupException">The settings cannot be meant.</exception>
    public static IServiceCollection AddPostgres(this IServiceCollection services, IConfiguration configuration)
    {
        var options = PostgresSettings.Read(configuration);
        services.AddSingleton(provider => Held(options, provider));
        services.AddHostedService<PostgresStart>();
        services.AddSingleton<IFixMemory, PostgresFixMemory>();
        services.AddSingleton<IAlertMemory, PostgresAlertMemory>();
        services.AddSingleton<IVectorMemory, PostgresVectorMemory>();
        services.AddSingleton<IIndexSource>(provider => new PostgresIndexSource(
            provider.GetRequiredService<PostgresStore>(), provider.GetRequiredService<PostgresChangeFeed>(), provider.GetRequiredService<ChangeListener>,
            configuration.Number("Recall:InProcessLimit", 1_000_000, 0, 16_000_000), provider.GetRequiredService<ILogger<PostgresIndexSource>>()));
        services.AddIndexedSearch<PostgresFixSearch>();
        services.AddSingleton<IAgentRegistry, PostgresAgentRegistry>();
        services.AddSingleton<ITelemetryLog, PostgresTelemetryLog>();
        services.AddSingleton<IKeyStore, PostgresKeyStore>();
        services.AddSingleton<IStoreProbe, PostgresStoreProbe>();
        services.AddSingleton<PostgresOutbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<PostgresOutbox>());
        services.AddSingleton<PostgresChangeFeed>();
        services.AddTransient<ChangeListener>();
        services.AddHostedService<StoreUpkeep>();
        return services;
    }

    // Until it is known to have our schema, nothing may be read from it or written to it.
    private static PostgresStore Held(PostgresOptions options, IServiceProvider provider)
    {
        var store = new PostgresStore(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresStore>>());
        store.Hold("The database was not reached yet.");
        return store;
    }
}
