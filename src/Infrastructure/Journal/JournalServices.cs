using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Embedding;
using ObsControlPlane.Infrastructure.Host;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>Registers the journal before the record.</summary>
internal static class JournalServices
{
    /// <summary>Under which key the record's own ports are registered from then on: those without the journal.</summary>
    public const string Record = "record";

    /// <summary>
    /// Puts the journal before <see cref="IFixMemory"/>, <see cref="IAgentRegistry"/>, <see cref="ITelemetryLog"/> and <see cref="IAlertMemory"/> as they are registered so far, and lets it
    /// drain. The record's ports and its <see cref="IStoreProbe"/> must be registered, and <see cref="IDataFolder"/>, in which the journal is opened when it is asked
    /// for first. The record's hosted services must stand before this: they make it ready.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration"><c>Sqlite:*</c>, <c>Embedding:*</c>.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">One of the record's ports is not registered.</exception>
    public static IServiceCollection AddJournal(this IServiceCollection services, IConfiguration configuration)
    {
        var options = new SqliteOptions
        {
            QueueLength = configuration.Number("Sqlite:QueueLength", 4096, 1, 1_000_000),
            GroupSize = configuration.Number("Sqlite:GroupSize", 512, 1, 100_000),
            BusyMilliseconds = configuration.Number("Sqlite:BusyMilliseconds", 2000, 0, 60_000),
            CheckpointPages = configuration.Number("Sqlite:CheckpointPages", 4000, 100, 1_000_000),
        };
        var kinds = new JournalKinds(EmbeddingSettings.AreOn(configuration));
        MoveAside<IFixMemory>(services);
        MoveAside<IAgentRegistry>(services);
        MoveAside<ITelemetryLog>(services);
        MoveAside<IAlertMemory>(services);
        MoveAside<IStoreProbe>(services);
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IStoreProbe>(Record));
        services.AddSingleton(provider => new RecordPorts(
            provider.GetRequiredKeyedService<IFixMemory>(Record), provider.GetRequiredKeyedService<IAgentRegistry>(Record),
            provider.GetRequiredKeyedService<ITelemetryLog>(Record), provider.GetRequiredKeyedService<IAlertMemory>(Record)));
        services.AddSingleton(kinds);
        services.AddSingleton(provider => new WriteJournal(SqliteStore.Open(
            JournalSchema.Journal, provider.GetRequiredService<IDataFolder>().Path, provider.GetRequiredService<TimeProvider>(), options,
            provider.GetRequiredService<ILogger<WriteJournal>>())));
        services.AddSingleton<JournalGate>();
        services.AddSingleton<JournaledWrites>();
        services.AddSingleton<IFixMemory, JournaledFixMemory>();
        services.AddSingleton<IAgentRegistry, JournaledAgentRegistry>();
        services.AddSingleton<ITelemetryLog, JournaledTelemetryLog>();
        services.AddSingleton<IAlertMemory, JournaledAlertMemory>();
        services.AddKeyedSingleton<IStoreProbe, JournalProbe>(JournalProbe.Name);
        services.AddSingleton<IBacklog, JournalBacklog>();
        return services.AddHostedService(provider => new JournalDrain(
            provider.GetRequiredService<RecordPorts>(), provider.GetRequiredKeyedService<IStoreProbe>(Record), provider.GetRequiredService<WriteJournal>(),
            provider.GetRequiredService<JournalGate>(), kinds, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<JournalDrain>>()));
    }

    private static void MoveAside<TPort>(IServiceCollection services)
        where TPort : class
    {
        var known = services.LastOrDefault(service => service.ServiceType == typeof(TPort) && !service.IsKeyedService)
            ?? throw new InvalidOperationException($"{typeof(TPort).Name} must be registered before the journal.");
        services.Remove(known);
        services.Add(known switch
        {
            { ImplementationInstance: { } instance } => ServiceDescriptor.KeyedSingleton(typeof(TPort), Record, instance),
            { ImplementationFactory: { } make } => new ServiceDescriptor(typeof(TPort), Record, (provider, _) => make(provider), known.Lifetime),
            _ => new ServiceDescriptor(typeof(TPort), Record, known.ImplementationType!, known.Lifetime),
        });
    }
}
