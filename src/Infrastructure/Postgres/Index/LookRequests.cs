using System.Threading.Channels;

namespace ObsControlPlane.Infrastructure.Postgres.Index;

/// <summary>Requests to look for changes once more, numbered; one look serves all that were made before it began.</summary>
internal sealed class LookRequests
{
    private readonly Channel<bool> _made = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _asked;

    /// <summary>Number of the newest request.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>Makes one.</summary>
    /// <returns>Its number; it is served by a look that begins after this call.</returns>
    public long Ask()
    {
        var number = Interlocked.Increment(ref _asked);
        _made.Writer.TryWrite(true);
        return number;
    }

    /// <summary>Waits until one was made since the last wait.</summary>
    public async Task WaitAsync(CancellationToken ct) => await _made.Reader.ReadAsync(ct).ConfigureAwait(false);
}
