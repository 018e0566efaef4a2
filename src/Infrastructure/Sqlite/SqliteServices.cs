using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Search.Serving;
using ObsControlPlane.Infrastructure.Sqlite.Index;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Registers the embedded file in the data folder and every adapter over it.</summary>
internal static class SqliteServices
{
    /// <exception cref="StartupException">A setting is out of its range.</exception>
    public static IServiceCollection AddSqlite(this IServiceCollection services, IConfiguration configuration)
    {
        var options = StoreSettings.Read(configuration);
        services.AddSingleton(provider => SqliteStore.Open(
            provider.GetRequiredService<IDataFolder>().Path,
            provider.GetRequiredService<TimeProvider>(),
            options,
            provider.GetRequiredService<ILogger<SqliteStore>>()));
        services.AddSingleton<IFixMemory, SqliteFixMemory>();
        services.AddSingleton<IAlertMemory, SqliteAlertMemory>();
        services.AddSingleton<IVectorMemory, SqliteVectorMemory>();
        services.AddSingleton<IIndexSource, SqliteIndexSource>();
        services.AddIndexedSearch<SqliteFixSearch>();
        services.AddSingleton<IFixGraph, SqliteFixGraph>();
        services.AddSingleton<IAgentRegistry, SqliteAgentRegistry>();
        services.AddSingleton<ITelemetryLog, SqliteTelemetryLog>();
        services.AddSingleton<IKeyStore, SqliteKeyStore>();
        services.AddSingleton<IStoreProbe, SqliteStoreProbe>();
        services.AddSingleton<IDeadLetters, NoDeadLetters>();
        services.AddSingleton<IGraphUpkeep, NoGraphUpkeep>();
        services.AddSingleton<IStoreLag, NoStoreLag>();
        services.AddHostedService<StoreUpkeep>();
        return services;
    }
}
