using System.Threading.Channels;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>Wakes the one that waits; rung while nobody waits, it is heard at the next wait.</summary>
/// <param name="time">The clock.</param>
internal sealed class Bell(TimeProvider time)
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Rings; does not wait.</summary>
    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Waits until it rings, at most so long.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken ct)
    {
        using var end = new CancellationTokenSource(longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, end.Token);
        try
        {
            await _rung.Reader.ReadAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
