using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Outbox;

/// <summary>Registers the projector from the outbox to the graph.</summary>
internal static class OutboxServices
{
    /// <summary>
    /// Brings the registered <see cref="IFixGraph"/> up to what the registered <see cref="IOutbox"/> names, for as long as the host runs. The hosted services of
    /// record and graph must stand before this: they make them ready.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddGraphProjector(this IServiceCollection services)
    {
        services.AddSingleton<IBacklog, OutboxBacklog>();
        return services.AddHostedService<GraphProjector>();
    }
}
