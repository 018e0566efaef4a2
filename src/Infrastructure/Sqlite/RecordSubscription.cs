using System.Threading.Channels;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Changes on their way to one subscriber; they are not kept without end for one that does not take them.</summary>
/// <param name="most">Changes that may wait; more end the subscription.</param>
internal sealed class RecordSubscription(int most)
{
    private readonly Channel<PublishedChanges> _told = Channel.CreateUnbounded<PublishedChanges>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private long _waiting;
    private volatile bool _isLost;

    /// <summary>Tells changes.</summary>
    /// <returns>False when too many wait: the subscription has ended, and none of them is of use.</returns>
    public bool Tell(PublishedChanges changes)
    {
        if (Interlocked.Add(ref _waiting, changes.Changes.Count) <= most)
            return _told.Writer.TryWrite(changes);
        _isLost = true;
        End();
        return false;
    }

    /// <summary>Waits until there is something to take.</summary>
    /// <returns>False when nothing will be told any more.</returns>
    /// <exception cref="InvalidOperationException">Too many changes waited, and some were not kept.</exception>
    public async Task<bool> WaitAsync(CancellationToken ct)
    {
        var isThere = await _told.Reader.WaitToReadAsync(ct).ConfigureAwait(false);
        return _isLost ? throw new InvalidOperationException($"More than {most} changes waited for the index; it has to read the file anew.") : isThere;
    }

    /// <summary>Takes the next changes.</summary>
    /// <returns>Null when none wait.</returns>
    public PublishedChanges? Take()
    {
        if (!_told.Reader.TryRead(out var next))
            return null;
        Interlocked.Add(ref _waiting, -next.Changes.Count);
        return next;
    }

    /// <summary>Nothing will be told any more.</summary>
    public void End() => _told.Writer.TryComplete();
}
