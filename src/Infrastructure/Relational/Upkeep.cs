using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>What a store needs while the program runs: beats, and something now and then after one.</summary>
/// <param name="pulse">Writes the beats.</param>
/// <param name="time">The clock.</param>
/// <param name="store">The store, as a part of a sentence.</param>
/// <param name="log">Where a failure is told.</param>
internal abstract class Upkeep(Pulse pulse, TimeProvider time, string store, ILogger log) : BackgroundService
{
    /// <summary>Beats once before anything listens, so that leases are right before the first agent asks.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await pulse.BeatAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pulse.Interval, time);
        for (var beats = 1L; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); beats++)
        {
            try
            {
                await pulse.BeatAsync(stoppingToken).ConfigureAwait(false);
                await AfterBeatAsync(beats, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(exception, "Upkeep of {Store} failed; it goes on at the next beat.", store);
            }
        }
    }

    /// <summary>What else is due.</summary>
    /// <param name="beats">How many beats there were, 1 or more.</param>
    /// <param name="ct">Ends it.</param>
    protected abstract Task AfterBeatAsync(long beats, CancellationToken ct);
}
