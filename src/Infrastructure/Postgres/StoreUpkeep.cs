using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Searching;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>What the database needs while the program runs: beats, the end of old idempotency keys, and what searching is prepared by.</summary>
internal sealed class StoreUpkeep(PostgresStore store, ILogger<StoreUpkeep> log) : BackgroundService
{
    private const int BeatsPerPurge = 30;
    private const int KeysAtOnce = 5_000;

    private readonly Heartbeat _heartbeat = new(store);
    private Task _preparation = Task.CompletedTask;

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
                if (beats % BeatsPerPurge != 0)
                    continue;
                await store.WriteAsync("forget old keys", session => Idempotency.PurgeAsync(store, session, KeysAtOnce), stoppingToken).ConfigureAwait(false);
                if (_preparation.IsCompleted)
                    _preparation = PrepareAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(exception, "Upkeep of the database failed; it goes on at the next beat.");
            }
        }
    }

    // Beside the beats: an index over many vectors takes minutes.
    private async Task PrepareAsync(CancellationToken ct)
    {
        try
        {
            if (await VectorIndexes.MakeDueAsync(store, ct).ConfigureAwait(false))
                log.LogInformation("An index over the vectors was made; they are searched by it from now on.");
            await TermFrequencies.CountDueAsync(store, ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or Npgsql.NpgsqlException)
        {
            log.LogError(exception, "What searching is prepared by could not be made; it is tried again.");
        }
    }
}
