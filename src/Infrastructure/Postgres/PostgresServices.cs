using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Outbox;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Outbox;
using ObsControlPlane.Infrastructure.Postgres.Schema;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Registers the PostgreSQL record and every adapter over it.</summary>
internal static class PostgresServices
{
    /// <summary>Nothing is opened yet; <see cref="PostgresStart"/> verifies and migrates when the host starts, before anything listens.</summary>
    /// <exception cref="Application.Health.StartupException">The settings cannot be meant.</exception>
    public static IServiceCollection AddPostgres(this IServiceCollection services, IConfiguration configuration)
    {
        var options = PostgresSettings.Read(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new PostgresStore(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresStore>>()));
        services.AddHostedService<PostgresStart>();
        services.AddSingleton<IFixMemory, PostgresFixMemory>();
        services.AddSingleton<IVectorMemory, PostgresVectorMemory>();
        services.AddSingleton<PostgresFixSearch>();
        services.AddSingleton<IFixSearch>(provider => provider.GetRequiredService<PostgresFixSearch>());
        services.AddSingleton<IAgentRegistry, PostgresAgentRegistry>();
        services.AddSingleton<ITelemetryLog, PostgresTelemetryLog>();
        services.AddSingleton<IStoreProbe, PostgresStoreProbe>();
        services.AddSingleton<PostgresOutbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<PostgresOutbox>());
        services.AddSingleton<PostgresChangeFeed>();
        services.AddTransient<ChangeListener>();
        services.AddHostedService<StoreUpkeep>();
        return services;
    }
}

/// <summary>Makes the database ready: the first of the hosted services over it.</summary>
internal sealed class PostgresStart(PostgresStore store, ILogger<PostgresStart> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => ReadyAsync(store, log, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Verifies the server, brings the database to the newest schema and mends what a restore left behind; repeats do nothing.</summary>
    /// <exception cref="Application.Health.StartupException">The server cannot be reached or used.</exception>
    public static async Task ReadyAsync(PostgresStore store, ILogger log, CancellationToken ct)
    {
        await PostgresServer.VerifyAsync(store, log, ct).ConfigureAwait(false);
        await PostgresSchema.MigrateAsync(store, ct).ConfigureAwait(false);
        await RestoredRows.MendAsync(store, ct).ConfigureAwait(false);
    }
}
