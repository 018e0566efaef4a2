using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Neo4j;
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
        services.AddSingleton<RecordStates>();
        services.AddSingleton<GraphReconciler>();
        services.AddSingleton<GraphRebuild>();
        services.AddSingleton<IGraphUpkeep, GraphUpkeep>();
        return services;
    }
}
