using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using ObsControlPlane.Client.Spool;
using Polly;
using Polly.Timeout;

namespace ObsControlPlane.Client;

/// <summary>Adds the client to a program.</summary>
public static class ObsControlPlaneServices
{
    /// <summary>Adds <see cref="ObsControlPlaneClient"/> and, where one is configured, <see cref="WriteSpool"/> with its background delivery.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="server">The server's address, such as <c>http://localhost:5555</c>.</param>
    /// <param name="options">Changes the options, or null.</param>
    /// <returns>The builder of the HTTP client, for handlers of the program's own.</returns>
    public static IHttpClientBuilder AddObsControlPlane(this IServiceCollection services, Uri server, Action<ObsControlPlaneOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        var chosen = new ObsControlPlaneOptions();
        options?.Invoke(chosen);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        if (chosen.Spool is { } spool)
        {
            services.TryAddSingleton(spool);
            services.TryAddSingleton<WriteSpool>();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SpoolDelivery>());
        }

        var builder = services.AddHttpClient<ObsControlPlaneClient>(client =>
        {
            client.BaseAddress = server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
            client.Timeout = Timeout.InfiniteTimeSpan;
            if (chosen.ApiKey is { } key)
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        });

        // A redirect could carry the key elsewhere, and would turn a write into a read.
        builder.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });
        builder.AddResilienceHandler("ocp", (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddTimeout(chosen.TotalTimeout);
            if (chosen.Retries > 0)
                pipeline.AddRetry(Repeats(chosen));
            pipeline.AddTimeout(chosen.AttemptTimeout);
        });
        return builder;
    }

    private static HttpRetryStrategyOptions Repeats(ObsControlPlaneOptions options) => new()
    {
        MaxRetryAttempts = options.Retries,
        Delay = options.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldRetryAfterHeader = true,
        ShouldHandle = static async args =>
            args.Context.GetRequestMessage() is { } request && request.Options.TryGetValue(ObsControlPlaneClient.Repeatable, out var repeatable) && repeatable
            && (args.Outcome.Result is { } response
                ? await IsForTheMomentAsync(response).ConfigureAwait(false)
                : args.Outcome.Exception is HttpRequestException or TimeoutRejectedException or IOException),
    };

    private static async Task<bool> IsForTheMomentAsync(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => true,

        // The attempt before ran out of time here, and is still running there: its answer comes under the same key.
        HttpStatusCode.Conflict => await ReadSlugAsync(response).ConfigureAwait(false) == "idempotency-key-in-flight",
        _ => false,
    };

    private static async Task<string?> ReadSlugAsync(HttpResponseMessage response)
    {
        await response.Content.LoadIntoBufferAsync().ConfigureAwait(false);
        return ProblemDocument.TryRead(await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false))?.Slug;
    }
}
