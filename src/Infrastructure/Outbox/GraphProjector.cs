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
    private const int FewestTogether = 32;

    // A change alone costs the stores as much as many together.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private int _failures;
    private bool _mayHold;
    private int _together = MostAtOnce;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var settled = await ProjectAsync(stoppingToken).ConfigureAwait(false);
                // While the graph is away, every new change would only be claimed and given back.
                if (_failures > 0)
                    await Task.Delay(Pause(), stoppingToken).ConfigureAwait(false);
                else if (settled == 0)
                    await outbox.WaitAsync(LongestWait, stoppingToken).ConfigureAwait(false);
                else if (settled < FewestTogether)
                    await Task.Delay(Gathering, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                _failures++;
                _mayHold = true;
                log.LogError(exception, "The record's changes could not be given to the graph; they wait, and it is tried again in {Seconds} s.", Pause().TotalSeconds);
                await Task.Delay(Pause(), stoppingToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Claims rows once and delivers them.</summary>
    /// <returns>How many rows were delivered or put aside.</returns>
    public async Task<int> ProjectAsync(CancellationToken ct)
    {
        // What was claimed when the record went away would wait for the end of its lease, though nobody works on it.
        if (_mayHold)
            await outbox.ReleaseAsync(ct).ConfigureAwait(false);
        _mayHold = false;
        var claimed = await outbox.ClaimAsync(MostAtOnce, Lease, ct).ConfigureAwait(false);
        if (claimed.Count == 0)
            return 0;
        var delivered = new List<OutboxItem>(claimed.Count);
        try
        {
            var parked = await DeliverAsync(claimed, delivered, ct).ConfigureAwait(false);
            if (_failures > 0)
                log.LogInformation("The graph takes the record's changes again.");
            _failures = 0;
            await outbox.CompleteAsync(delivered, ct).ConfigureAwait(false);
            return delivered.Count + parked;
        }
        catch (StoreUnavailableException exception)
        {
            if (_failures++ == 0)
                log.LogWarning(exception, "The graph does not take the record's changes; they wait until it does.");
            await outbox.CompleteAsync(delivered, ct).ConfigureAwait(false);
            await outbox.DeferAsync([.. claimed.Except(delivered)], Pause(), exception.Reason ?? exception.Message, ct).ConfigureAwait(false);
            return 0;
        }
    }

    // A refusal concerns one row of many, and fails all that were sent with it. So while there are refusals, less is sent together.
    private async Task<int> DeliverAsync(IReadOnlyList<OutboxItem> claimed, List<OutboxItem> delivered, CancellationToken ct)
    {
        var parked = 0;
        for (var first = 0; first < claimed.Count;)
        {
            OutboxItem[] piece = [.. claimed.Skip(first).Take(_together)];
            first += piece.Length;
            var refused = await DeliverPieceAsync(piece, delivered, ct).ConfigureAwait(false);
            _together = refused > 0 ? FewestTogether : Math.Min(MostAtOnce, _together + (piece.Length / 8));
            parked += refused;
        }

        return parked;
    }

    // Parts of it are tried until the refused row is alone.
    private async Task<int> DeliverPieceAsync(OutboxItem[] items, List<OutboxItem> delivered, CancellationToken ct)
    {
        try
        {
            var changes = items.Select(item => item.Change).OfType<GraphChange>().ToList();
            if (changes.Count > 0)
                await graph.ProjectAsync(changes, ct).ConfigureAwait(false);
            delivered.AddRange(items);
            return 0;
        }
        catch (StoreUnavailableException exception) when (exception.IsRefusal && items.Length > 1)
        {
            var parked = 0;
            foreach (var part in items.Chunk(Math.Max(1, Math.Min(items.Length / 4, FewestTogether))))
                parked += await DeliverPieceAsync(part, delivered, ct).ConfigureAwait(false);
            return parked;
        }
        catch (StoreUnavailableException exception) when (exception.IsRefusal)
        {
            log.LogWarning(exception, "The graph refused change {Seq} of the record for good; it was put aside.", items[0].Seq);
            await outbox.ParkAsync(items[0], exception.Reason ?? exception.Message, ct).ConfigureAwait(false);
            return 1;
        }
    }

    private TimeSpan Pause()
    {
        var pause = ShortestPause * Math.Pow(2, Math.Min(_failures, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}
