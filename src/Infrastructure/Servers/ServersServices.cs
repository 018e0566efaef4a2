using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Journal;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Outbox;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Outbox;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>Registers the servers mode: PostgreSQL as the record, Neo4j as the graph, and what holds the two together.</summary>
internal static class ServersServices
{
    /// <exception cref="Application.Health.StartupException">A setting is missing or cannot be meant.</exception>
    public static IServiceCollection AddServers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPostgres(configuration);
        services.AddNeo4j(configuration);
        services.AddJournal(configuration);
        services.AddGraphProjector();
        services.AddSingleton<IStoreProbe, ServersStoreProbe>();
        services.AddSingleton<IDeadLetters, ServersDeadLetters>();
        services.AddSingleton<BacklogWatch>();
        services.AddSingleton<IStoreLag>(provider => provider.GetRequiredService<BacklogWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<BacklogWatch>());
        services.AddHostedService<StoreMeter>();
        services.AddSingleton<RecordStates>();
        services.AddSingleton<GraphReconciler>();
        services.AddSingleton<GraphRebuild>();
        services.AddSingleton<IGraphUpkeep, GraphUpkeep>();
        return services;
    }
}
