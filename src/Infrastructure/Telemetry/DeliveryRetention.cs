using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Settings;

namespace ObsControlPlane.Infrastructure.Telemetry;

/// <summary>Removes deliveries of alerts that are older or more than are kept, at the start and then every minute: a storm brings many in an hour.</summary>
internal sealed class DeliveryRetention(IAlertMemory alerts, AlertSettings settings, TimeProvider time, ILogger<DeliveryRetention> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

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
            var before = time.GetUtcNow().AddDays(-settings.KeepDays).ToUnixTimeMilliseconds();
            var removed = await alerts.PurgeDeliveriesAsync(before, settings.KeepDeliveries, ct).ConfigureAwait(false);
            if (removed > 0)
                log.LogDebug("Removed {Count} deliveries of alerts.", removed);
        }
        catch (StoreUnavailableException unavailable)
        {
            // Nothing is lost by waiting: the next minute removes what this one could not.
            log.LogWarning(unavailable, "Old deliveries of alerts could not be removed; trying again in a minute.");
        }
    }
}
