using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Journal;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>Measures journal and outbox every second, so that answers can say how far the stores are behind without asking them.</summary>
internal sealed class BacklogWatch(IEnumerable<IBacklog> backlogs, JournalGate gate, TimeProvider time, ILogger<BacklogWatch> log) : BackgroundService, IStoreLag
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, BacklogReading> _newest = new(StringComparer.Ordinal);

    /// <summary>The newest reading of each backlog, by the store that it waits for.</summary>
    public IReadOnlyDictionary<string, BacklogReading> Newest => _newest;

    /// <inheritdoc/>
    /// <remarks>Whether the record misses anything is known at once; how much, within a second.</remarks>
    public StoreLag Read() => new(gate.IsOpen ? 0 : Math.Max(1, AgeOf("memory")), AgeOf("graph"));

    /// <summary>Age of the oldest write that waits for a store, in milliseconds; 0 when none does.</summary>
    public long AgeOf(string store) =>
        _newest.GetValueOrDefault(store)?.OldestAt is { } oldest ? Math.Max(1, time.GetUtcNow().ToUnixTimeMilliseconds() - oldest) : 0;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            foreach (var backlog in backlogs)
                await MeasureAsync(backlog, stoppingToken).ConfigureAwait(false);
            await Task.Delay(Interval, stoppingToken).ConfigureAwait(false);
        }
    }

    // What cannot be measured is as it was, and grows older: whoever is away is told of by its own state.
    private async Task MeasureAsync(IBacklog backlog, CancellationToken ct)
    {
        try
        {
            _newest[backlog.Store] = await backlog.ReadAsync(ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // The store has logged it.
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            log.LogError(exception, "How far the stores are behind could not be measured; it is tried again in {Seconds} s.", Interval.TotalSeconds);
        }
    }
}
