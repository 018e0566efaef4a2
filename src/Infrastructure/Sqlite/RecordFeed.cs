using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>
/// Tells what committed writes changed, in their order, before any of them is acknowledged. Who reads with a number of a later time has
/// seen everything that was acknowledged before it.
/// </summary>
/// <param name="most">Changes kept for the subscriber, 1 or more; default <see cref="MostWaiting"/>.</param>
internal sealed class RecordFeed(int most = RecordFeed.MostWaiting)
{
    /// <summary>Changes that may wait: some 400 MB at 2 KB each. An index that is behind by more is read anew sooner than it catches up.</summary>
    public const int MostWaiting = 200_000;

    private readonly Lock _lock = new();
    private RecordSubscription? _subscription;
    private long _published;

    /// <summary>Number of the newest changes; grows by one with every commit that changed a record.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Begins to receive all changes after this moment; there is one subscriber, and a new one takes the place of the last.</summary>
    public RecordSubscription Subscribe()
    {
        var subscription = new RecordSubscription(most);
        lock (_lock)
        {
            _subscription?.End();
            _subscription = subscription;
        }

        return subscription;
    }

    /// <summary>Ends the subscription: changes are no longer kept for anybody.</summary>
    public void Unsubscribe()
    {
        lock (_lock)
        {
            _subscription?.End();
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
            if (_subscription?.Tell(new PublishedChanges(_published, changes)) == false)
                _subscription = null;
        }
    }
}

/// <summary>The changes of one commit.</summary>
/// <param name="Number">Their number, 1 or more.</param>
/// <param name="Changes">In the order in which they happened.</param>
internal sealed record PublishedChanges(long Number, IReadOnlyList<RecordChange> Changes);
