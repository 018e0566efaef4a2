using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Journal;
using ObsControlPlane.Infrastructure.Outbox;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>Measures journal and outbox every second, so that answers can say how far the stores are behind without asking them.</summary>
internal sealed class BacklogWatch(WriteJournal journal, JournalGate gate, IOutbox outbox, TimeProvider time, ILogger<BacklogWatch> log) : BackgroundService, IStoreLag
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private OutboxStats _outbox = new(0, null, 0);

    /// <inheritdoc/>
    public StoreLag Read() => new(gate.IsOpen ? 0 : Age(journal.Newest.OldestAt ?? Now), Volatile.Read(ref _outbox).OldestAt is { } oldest ? Age(oldest) : 0);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await MeasureAsync(async ct => await journal.MeasureAsync(ct).ConfigureAwait(false), stoppingToken).ConfigureAwait(false);
            await MeasureAsync(async ct => Volatile.Write(ref _outbox, await outbox.GetStatsAsync(ct).ConfigureAwait(false)), stoppingToken).ConfigureAwait(false);
            await Task.Delay(Interval, stoppingToken).ConfigureAwait(false);
        }
    }

    // What cannot be measured is as it was: whoever is away is told of by its own state.
    private async Task MeasureAsync(Func<CancellationToken, Task> measure, CancellationToken ct)
    {
        try
        {
            await measure(ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // The store has logged it.
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            log.LogError(exception, "What waits could not be measured; it is tried again in {Seconds} s.", Interval.TotalSeconds);
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long Age(long at) => Math.Max(1, Now - at);
}
