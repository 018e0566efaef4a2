using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Outbox;

/// <summary>
/// Brings the graph up to what the record has committed; any number of processes do so at once. While the graph is away rows wait, for as
/// long as it takes; a row that the graph refuses for what it holds is put aside and delays no other.
/// </summary>
internal sealed class GraphProjector(IOutbox outbox, IFixGraph graph, ILogger<GraphProjector> log) : BackgroundService
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await ProjectAsync(stoppingToken).ConfigureAwait(false) > 0)
                    continue;
                // While the graph is away, every new change would only be claimed and given back.
                if (_failures > 0)
                    await Task.Delay(Pause(), stoppingToken).ConfigureAwait(false);
                else
                    await outbox.WaitAsync(LongestWait, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                _failures++;
                log.LogError(exception, "The record's changes could not be given to the graph; they wait, and it is tried again in {Seconds} s.", Pause().TotalSeconds);
                await Task.Delay(Pause(), stoppingToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Claims rows once and delivers them.</summary>
    /// <returns>How many rows were delivered or put aside.</returns>
    public async Task<int> ProjectAsync(CancellationToken ct)
    {
        var claimed = await outbox.ClaimAsync(MostAtOnce, Lease, ct).ConfigureAwait(false);
        if (claimed.Count == 0)
            return 0;
        try
        {
            var done = await DeliverAsync(claimed, ct).ConfigureAwait(false);
            if (_failures > 0)
                log.LogInformation("The graph takes the record's changes again.");
            _failures = 0;
            return done;
        }
        catch (StoreUnavailableException exception)
        {
            if (_failures++ == 0)
                log.LogWarning(exception, "The graph does not take the record's changes; they wait until it does.");
            await outbox.DeferAsync(claimed, Pause(), exception.InnerException?.Message ?? exception.Message, ct).ConfigureAwait(false);
            return 0;
        }
    }

    // A refusal concerns one row of many: halves are tried until it is alone. What was delivered before is completed at once, so that a
    // failure behind it gives back only what is left.
    private async Task<int> DeliverAsync(IReadOnlyList<OutboxItem> items, CancellationToken ct)
    {
        try
        {
            var changes = items.Select(item => item.Change).OfType<GraphChange>().ToList();
            if (changes.Count > 0)
                await graph.ProjectAsync(changes, ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception) when (exception.IsRefusal && items.Count > 1)
        {
            var half = items.Count / 2;
            var first = await DeliverAsync([.. items.Take(half)], ct).ConfigureAwait(false);
            return first + await DeliverAsync([.. items.Skip(half)], ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception) when (exception.IsRefusal)
        {
            log.LogWarning(exception, "The graph refused change {Seq} of the record for good; it was put aside.", items[0].Seq);
            await outbox.ParkAsync(items[0], exception.InnerException?.Message ?? exception.Message, ct).ConfigureAwait(false);
            return 1;
        }

        await outbox.CompleteAsync(items, ct).ConfigureAwait(false);
        return items.Count;
    }

    private TimeSpan Pause()
    {
        var pause = ShortestPause * Math.Pow(2, Math.Min(_failures, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}
