using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>Registers the search in memory.</summary>
internal static class ServingServices
{
    /// <summary>Registers it over the store whose <see cref="IIndexSource"/> is registered.</summary>
    /// <typeparam name="TSearch">The store's own search, for while the index is loading and where it would be too large.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddIndexedSearch<TSearch>(this IServiceCollection services)
        where TSearch : class, IFixSearch
    {
        services.AddSingleton<TSearch>();
        services.AddSingleton<IndexFeeder>();
        services.AddHostedService(provider => provider.GetRequiredService<IndexFeeder>());
        return services.AddSingleton<IFixSearch>(provider => new IndexedFixSearch(
            provider.GetRequiredService<IndexFeeder>(), provider.GetRequiredService<TSearch>(), provider.GetRequiredService<IIndexSource>()));
    }
}
