using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Searching;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>What the database needs while the program runs: beats, the planner's statistics, the end of old idempotency keys, and what searching is prepared by.</summary>
internal sealed class StoreUpkeep(PostgresStore store, ILogger<StoreUpkeep> log)
    : Upkeep(new Heartbeat(store), store.Time, "the database", log)
{
    private const int BeatsPerPurge = 30;
    private const int KeysAtOnce = 5_000;

    private Task _preparation = Task.CompletedTask;
    private Task _statistics = Task.CompletedTask;

    protected override async Task AfterBeatAsync(long beats, CancellationToken ct)
    {
        if (_statistics.IsCompleted)
            _statistics = GatherAsync(ct);
        if (beats % BeatsPerPurge != 0)
            return;
        await store.WriteAsync("forget old keys", session => Idempotency.PurgeAsync(store, session, KeysAtOnce), ct).ConfigureAwait(false);
        if (_preparation.IsCompleted)
            _preparation = PrepareAsync(ct);
    }

    // Beside the beats: a large table takes seconds.
    private async Task GatherAsync(CancellationToken ct)
    {
        try
        {
            await PlannerStatistics.GatherDueAsync(store, ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            log.LogWarning(exception, "The planner's statistics could not be gathered; it is tried again at the next beat.");
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
