using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Access;
using ObsControlPlane.Infrastructure.Embedding;
using ObsControlPlane.Infrastructure.Host;
using ObsControlPlane.Infrastructure.Servers;
using ObsControlPlane.Infrastructure.Sqlite;
using ObsControlPlane.Infrastructure.Telemetry;

namespace ObsControlPlane.Infrastructure;

/// <summary>The one place where adapters are chosen.</summary>
public static class InfrastructureServices
{
    /// <summary>Name of the meter of what stands between the stores.</summary>
    public const string MeterName = "ObsControlPlane.Stores";

    /// <summary>
    /// Registers an adapter of every port, over the embedded file or over servers, and the embedder. A host that registers its own
    /// <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c> (Microsoft.Extensions.AI) before this call is served by
    /// that. Nothing is opened yet: the folder is locked and the stores are opened when the host starts, or when the first of them is asked for.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">
    /// <c>OCP_DATA</c>, <c>STATE_DIRECTORY</c>, <c>XDG_STATE_HOME</c>, <c>Stores:*</c>, <c>DATABASE_URL</c>, <c>NEO4J_*</c>, <c>Sqlite:*</c>, <c>Postgres:*</c>, <c>Neo4j:*</c>, <c>Recall:*</c>, <c>Regression:*</c>, <c>Idempotency:*</c>, <c>Telemetry:*</c>,
    /// <c>Embedding:*</c>, <c>OCP_ADMIN_KEY</c>, <c>OCP_ADMIN_KEY_FILE</c>.
    /// </param>
    /// <returns>The services.</returns>
    /// <exception cref="StartupException">The settings cannot be meant (exit code 2). Opening may throw it too, with codes 2 to 5.</exception>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        // Disposal runs backwards: what is in the folder is closed before it is unlocked.
        services.AddSingleton<IDataFolder>(provider => DataFolder.Open(DataFolder.Resolve(configuration), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHostProbe>(provider => new HostProbe(provider.GetRequiredService<IDataFolder>().Path));
        if (StoreModes.Read(configuration) == StoreMode.Servers)
            services.AddServers(configuration);
        else
            services.AddSqlite(configuration);
        services.AddSingleton(new TelemetryOptions { KeepDays = configuration.Number("Telemetry:KeepDays", 30, 1, 3_650) });
        services.AddHostedService<TelemetryRetention>();
        services.AddHostedService<DeliveryRetention>();
        services.AddEmbedding(configuration);
        services.AddSingleton(_ => WordsFile.Read());
        services.AddAccess(configuration);
        return services.AddHostedService<BackgroundEmbedder>();
    }

    /// <summary>Where the data folder is: <c>OCP_DATA</c>, else the first of <c>STATE_DIRECTORY</c>, else the platform's place for state.</summary>
    /// <param name="configuration">The settings.</param>
    /// <returns>An absolute path; the folder may not exist yet.</returns>
    public static string DataFolderPath(IConfiguration configuration) => DataFolder.Resolve(configuration);

    /// <summary>The live process that owns a data folder.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The owner; its pid is 0 while it has not said. Null when nobody owns the folder: what a dead process left behind does not count.</returns>
    public static DataFolderOwner? FindDataFolderOwner(string path) => DataFolder.FindOwner(path);

    /// <summary>The secret with which the owner of a data folder lets in whoever may read the folder.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The secret; null when it is not there or may not be read.</returns>
    public static string? FindDataFolderSecret(string path) => DataFolder.FindSecret(path);
}
