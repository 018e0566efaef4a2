using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Host;
using ObsControlPlane.Infrastructure.Search.Serving;
using ObsControlPlane.Infrastructure.Sqlite.Index;
using ObsControlPlane.Infrastructure.Telemetry;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Registers the embedded file and every adapter over it.</summary>
internal static class SqliteServices
{
    public static IServiceCollection AddSqlite(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        // Disposal runs backwards: the file is closed before its folder is unlocked.
        services.AddSingleton<IDataFolder>(provider => DataFolder.Open(DataFolder.Resolve(configuration), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => SqliteStore.Open(
            provider.GetRequiredService<IDataFolder>().Path,
            provider.GetRequiredService<TimeProvider>(),
            StoreSettings.Read(configuration),
            provider.GetRequiredService<ILogger<SqliteStore>>()));
        services.AddSingleton<IFixMemory, SqliteFixMemory>();
        services.AddSingleton<IVectorMemory, SqliteVectorMemory>();
        services.AddSingleton<SqliteFixSearch>();
        services.AddSingleton<IndexFeeder>();
        services.AddHostedService(provider => provider.GetRequiredService<IndexFeeder>());
        services.AddSingleton<IIndexSource, SqliteIndexSource>();
        services.AddSingleton<IFixSearch>(provider => new IndexedFixSearch(
            provider.GetRequiredService<IndexFeeder>(), provider.GetRequiredService<SqliteFixSearch>(), provider.GetRequiredService<IIndexSource>()));
        services.AddSingleton<IFixGraph, SqliteFixGraph>();
        services.AddSingleton<IAgentRegistry, SqliteAgentRegistry>();
        services.AddSingleton<ITelemetryLog, SqliteTelemetryLog>();
        services.AddSingleton<IStoreProbe, SqliteStoreProbe>();
        services.AddSingleton<IDeadLetters, NoDeadLetters>();
        services.AddSingleton<IHostProbe>(provider => new HostProbe(provider.GetRequiredService<IDataFolder>().Path));
        services.AddHostedService<StoreUpkeep>();
        services.AddSingleton(new TelemetryOptions { KeepDays = StoreSettings.Number(configuration, "Telemetry:KeepDays", 30, 1, 3_650) });
        services.AddHostedService<TelemetryRetention>();
        return services;
    }
}
