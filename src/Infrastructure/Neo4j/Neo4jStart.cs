using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>
/// Makes the graph's indexes before anything listens when the server can be reached, and else as soon as it can; nothing is projected before. A server
/// that answers and cannot be used stops the start.
/// </summary>
internal sealed class Neo4jStart(Neo4jSchema schema, ILogger<Neo4jStart> log) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await schema.EnsureAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception) when (exception.InnerException is StartupException unusable)
        {
            throw unusable;
        }
        catch (StoreUnavailableException exception)
        {
            log.LogWarning(
                "The graph cannot be used yet: {Why} Recall works without related fixes until it can, and says so; it is tried again every {Seconds} s.",
                exception.InnerException?.Message ?? exception.Message, BetweenTries.TotalSeconds);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!schema.IsEnsured)
        {
            await Task.Delay(BetweenTries, stoppingToken).ConfigureAwait(false);
            try
            {
                await schema.EnsureAsync(stoppingToken).ConfigureAwait(false);
                log.LogInformation("The graph is ready.");
            }
            catch (StoreUnavailableException exception)
            {
                log.Log(
                    exception.InnerException is StartupException ? LogLevel.Error : LogLevel.Debug, exception.InnerException ?? exception,
                    "The graph cannot be used yet; it is tried again in {Seconds} s.", BetweenTries.TotalSeconds);
            }
        }
    }
}
