using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>What the data file needs while the program runs: beats, the end of old idempotency keys, and a log that an erasure left to be emptied.</summary>
internal sealed class StoreUpkeep(SqliteStore store, ILogger<StoreUpkeep> log) : BackgroundService
{
    private const int BeatsPerPurge = 300;

    private readonly Heartbeat _heartbeat = new(store);
    private Task _inspection = Task.CompletedTask;

    /// <summary>Beats once before anything listens, so that leases are right before the first agent asks.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _heartbeat.BeatAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Heartbeat.Interval, store.Time);
        for (var beats = 1L; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); beats++)
        {
            try
            {
                await _heartbeat.BeatAsync(stoppingToken).ConfigureAwait(false);
                if (!store.IsInspected && _inspection.IsCompleted)
                    _inspection = InspectAsync(stoppingToken);
                if (store.Log.IsPending)
                    await store.Log.TryEmptyAsync(stoppingToken).ConfigureAwait(false);
                if (beats % BeatsPerPurge == 0)
                    await store.Writer.WriteAsync("forget old keys", session => Idempotency.Purge(store, session), stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogError(exception, "Upkeep of the data file failed; it goes on at the next beat.");
            }
        }
    }

    // Beside the beats: it reads all of a large file.
    private async Task InspectAsync(CancellationToken ct)
    {
        try
        {
            if (await store.InspectAsync(ct).ConfigureAwait(false) is { } finding)
                log.LogCritical("The data file is damaged; nothing is read or written any more. SQLite finds: {Finding}", finding);
        }
        catch (StoreUnavailableException exception)
        {
            log.LogError(exception, "The data file could not be looked at; it is tried again at the next beat.");
        }
    }
}
