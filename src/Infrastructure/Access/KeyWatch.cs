using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Access;

/// <summary>
/// Keeps the ring of keys current: reads them before anything listens, and then every two seconds, so that a key that another replica revoked
/// stops here, too. While the store is away the ring stays as it is. Tells the store when keys were used.
/// </summary>
internal sealed class KeyWatch(IKeyStore keys, KeyRing ring, KeyFile file, TimeProvider clock, ILogger<KeyWatch> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);
    // Nobody is let in by a key before it, so it may take longer.
    private static readonly TimeSpan LongestFirstLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(1);

    private bool _isAway;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(LongestFirstLook, cancellationToken).ConfigureAwait(false);
        if (!ring.IsKnown && file.Read() is { } kept)
            ring.Take(kept, 0);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await NoteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var noted = clock.GetTimestamp();
        while (true)
        {
            await Task.Delay(BetweenLooks, clock, stoppingToken).ConfigureAwait(false);
            await LookAsync(LongestLook, stoppingToken).ConfigureAwait(false);
            if (clock.GetElapsedTime(noted) < BetweenNotes)
                continue;
            noted = clock.GetTimestamp();
            await NoteAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(TimeSpan longest, CancellationToken ct)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(ct);
        soon.CancelAfter(longest);
        try
        {
            var reading = ring.BeginReading();
            var all = await keys.ListAsync(soon.Token).ConfigureAwait(false);
            ring.Take(all, reading);
            file.Keep(all);
            _isAway = false;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            if (!_isAway)
                log.LogWarning(exception, "The keys cannot be read; those that are known go on working, and a revocation elsewhere is not seen.");
            _isAway = true;
        }
    }

    private async Task NoteAsync(CancellationToken ct)
    {
        var uses = ring.TakeUses();
        if (uses.Count == 0)
            return;
        try
        {
            await keys.NoteUsesAsync(uses, ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            log.LogDebug(exception, "The last uses of {Keys} keys were not noted.", uses.Count);
        }
    }
}
