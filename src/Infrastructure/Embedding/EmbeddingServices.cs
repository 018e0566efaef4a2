using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Telemetry;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>Registers the embedder that the section <c>Embedding</c> asks for.</summary>
internal static class EmbeddingServices
{
    /// <summary>
    /// Registers it. A generator that the host registered before (<c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c>) is used instead of a
    /// folder or an endpoint; <c>Embedding:Model=none</c> turns that off, too.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    /// <returns>The services.</returns>
    /// <exception cref="StartupException">The settings cannot be meant, or the model's files are not there (exit code 2). The files are not read yet.</exception>
    public static IServiceCollection AddEmbedding(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = EmbeddingSettings.Read(configuration, services.Any(service => service.ServiceType == typeof(IEmbeddingGenerator<string, Embedding<float>>)));
        services.TryAddSingleton<ControlPlaneMeter>();
        switch (settings.Source)
        {
            case EmbeddingSource.None:
                return services.AddSingleton<IEmbedder, NoEmbedder>();
            case EmbeddingSource.Host:
                return services.AddModels(settings, provider => HostModel.Of(provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(), settings));
            case EmbeddingSource.Endpoint:
                services.AddEndpoint(settings);
                return services.AddModels(settings, provider => EndpointModel.Of(provider.GetRequiredService<IHttpClientFactory>(), settings));
            default:
                var folder = ModelFolders.Find(settings);
                return services.AddModels(settings, _ => EmbeddingModels.Open(folder));
        }
    }

    private static IServiceCollection AddModels(this IServiceCollection services, EmbeddingSettings settings, Func<IServiceProvider, OpenModel> open)
    {
        services.AddSingleton(settings);
        services.AddSingleton(provider => new EmbeddingModels(
            () => open(provider), settings.QueryCache, provider.GetRequiredService<ControlPlaneMeter>(), provider.GetRequiredService<ILogger<Embedder>>()));
        services.AddSingleton<IEmbedder>(provider => provider.GetRequiredService<EmbeddingModels>().Current);
        services.AddHostedService<EmbedderWarmUp>();
        return services;
    }
}
