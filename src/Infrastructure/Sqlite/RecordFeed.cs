using System.Threading.Channels;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>
/// Tells what committed writes changed, in their order, before any of them is acknowledged. Who reads with a number of a later time has
/// seen everything that was acknowledged before it.
/// </summary>
internal sealed class RecordFeed
{
    private readonly Lock _lock = new();
    private Channel<PublishedChanges>? _subscription;
    private long _published;

    /// <summary>Number of the newest changes; grows by one with every commit that changed a record.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Begins to receive all changes after this moment; there is one subscriber, and a new one takes the place of the last.</summary>
    public ChannelReader<PublishedChanges> Subscribe()
    {
        var channel = Channel.CreateUnbounded<PublishedChanges>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        lock (_lock)
        {
            _subscription?.Writer.TryComplete();
            _subscription = channel;
        }

        return channel.Reader;
    }

    /// <summary>Ends the subscription: changes are no longer kept for anybody.</summary>
    public void Unsubscribe()
    {
        lock (_lock)
        {
            _subscription?.Writer.TryComplete();
            _subscription = null;
        }
    }

    /// <summary>Tells the changes of one commit; for the writer, after the commit and before the first acknowledgement.</summary>
    public void Publish(IReadOnlyList<RecordChange> changes)
    {
        if (changes.Count == 0)
            return;
        lock (_lock)
        {
            _published++;
            _subscription?.Writer.TryWrite(new PublishedChanges(_published, changes));
        }
    }
}

/// <summary>The changes of one commit.</summary>
/// <param name="Number">Their number, 1 or more.</param>
/// <param name="Changes">In the order in which they happened.</param>
internal sealed record PublishedChanges(long Number, IReadOnlyList<RecordChange> Changes);
