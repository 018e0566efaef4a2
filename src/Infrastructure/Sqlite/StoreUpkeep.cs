using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>What the data file needs while the program runs: beats, the end of old idempotency keys, and a log that an erasure left to be emptied.</summary>
internal sealed class StoreUpkeep(SqliteStore store, ILogger<StoreUpkeep> log)
    : Upkeep(new Heartbeat(store), store.Time, "the data file", log)
{
    private const int BeatsPerPurge = 300;

    private Task _inspection = Task.CompletedTask;

    protected override async Task AfterBeatAsync(long beats, CancellationToken ct)
    {
        if (!store.IsInspected && _inspection.IsCompleted)
            _inspection = InspectAsync(ct);
        if (store.Log.IsPending)
            await store.Log.TryEmptyAsync(ct).ConfigureAwait(false);
        if (beats % BeatsPerPurge == 0)
            await store.Writer.WriteAsync("forget old keys", session => Idempotency.Purge(store, session), ct).ConfigureAwait(false);
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
