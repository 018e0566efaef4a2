using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using ObsControlPlane.Application.Ports;
using Polly;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>Sets up the client of an embedding endpoint and describes the model behind it.</summary>
internal static class EndpointModel
{
    /// <summary>Name of its HTTP client.</summary>
    public const string ClientName = "embedding";

    private const int Repeats = 3;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Registers the client: three repeats after 429, 408, 5xx or no answer, with back-off and never before the endpoint's
    /// <c>Retry-After</c>, all within the time of one text.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="settings">The settings.</param>
    /// <returns>The client, for a test to put a double behind it.</returns>
    public static IHttpClientBuilder AddEndpoint(this IServiceCollection services, EmbeddingSettings settings)
    {
        var client = services.AddHttpClient(ClientName, http =>
        {
            // Around all of it: repeats, waits between them, and an answer that comes byte by byte.
            http.Timeout = settings.Timeout;
            http.MaxResponseContentBufferSize = EndpointEmbeddingGenerator.LargestAnswer;
        });

        // The factory's own log tells every request; what matters of them is in the embedder's.
        client.RemoveAllLoggers();

        // The client lives as long as the host: its connections must not, or a name that moves is never looked up again. A redirect
        // would take the texts where nobody meant to send them.
        client.UseSocketsHttpHandler((sockets, _) => (sockets.PooledConnectionLifetime, sockets.AllowAutoRedirect) = (ConnectionLifetime, false));
        client.AddResilienceHandler(ClientName, (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetService<TimeProvider>();
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = Repeats,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = true,
            });
        });
        return client;
    }

    /// <summary>The model behind the endpoint. Its revision is of the settings: a model that changes behind one name goes unnoticed.</summary>
    /// <param name="clients">Makes the client.</param>
    /// <param name="settings">The settings; endpoint, model and dimensions are set.</param>
    /// <returns>The model; nothing was asked yet.</returns>
    public static OpenModel Of(IHttpClientFactory clients, EmbeddingSettings settings)
    {
        var (id, dimension, prefix) = (settings.Model!, settings.Dimensions!.Value, settings.QueryPrefix ?? "");
        var revision = SettingsRevision.Of(settings.Endpoint!.GetLeftPart(UriPartial.Path), id, $"{dimension}", $"{settings.MaxCharacters}", prefix);
        return new OpenModel(
            new EndpointEmbeddingGenerator(clients.CreateClient(ClientName), settings),
            new EmbeddingModel(new ModelStamp(id, revision, dimension), settings.Weight ?? ModelSettings.DefaultWeight, null),
            prefix);
    }
}
