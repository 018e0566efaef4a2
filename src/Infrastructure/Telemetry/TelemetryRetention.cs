using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Telemetry;

/// <summary>Settings of telemetry, section <c>Telemetry</c>.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>Days that reports are kept, 1 – 3,650.</summary>
    public int KeepDays { get; init; } = 30;
}

/// <summary>Removes reports that are older than they are kept, at the start and then every hour.</summary>
internal sealed class TelemetryRetention(ITelemetryLog telemetry, TelemetryOptions options, TimeProvider time, ILogger<TelemetryRetention> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await PurgeAsync(stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task PurgeAsync(CancellationToken ct)
    {
        try
        {
            var removed = await telemetry.PurgeAsync(time.GetUtcNow().AddDays(-options.KeepDays).ToUnixTimeMilliseconds(), ct).ConfigureAwait(false);
            if (removed > 0)
                log.LogInformation("Removed {Count} telemetry reports older than {Days} days.", removed, options.KeepDays);
        }
        catch (StoreUnavailableException unavailable)
        {
            // Nothing is lost by waiting: the next hour removes what this one could not.
            log.LogWarning(unavailable, "Old telemetry reports could not be removed; trying again in an hour.");
        }
    }
}
