using System.Threading.Channels;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Contracts.Search;

/// <summary>A record that tells its changes when a test says so.</summary>
internal sealed class FedByHand : IIndexSource
{
    private Channel<TakenChanges?> _changes = Channel.CreateUnbounded<TakenChanges?>();

    public string Name => "the test";

    public long Limit { get; init; } = 1_000;

    /// <summary>How many records there are.</summary>
    public long Count { get; set; }

    /// <summary>How often they were counted.</summary>
    public int Counted { get; private set; }

    /// <summary>How often it was followed.</summary>
    public int Followed { get; private set; }

    public TimeSpan Patience { get; init; } = Timeout.InfiniteTimeSpan;

    public long Published { get; private set; }

    /// <summary>Tells a change to whoever follows.</summary>
    public void Tell(RecordChange change, IndexableRecord? record = null)
    {
        Published++;
        _changes.Writer.TryWrite(new TakenChanges(Published, [change], record is null ? new Dictionary<long, IndexableRecord>() : new() { [record.Rid] = record }));
    }

    /// <summary>Something is published that nobody tells: the record is away.</summary>
    public void Publish() => Published++;

    /// <summary>Whoever follows cannot ask.</summary>
    public void Fail() => _changes.Writer.TryWrite(null);

    public ValueTask<long> PublishedAsync(CancellationToken ct) => ValueTask.FromResult(Published);

    public Task<long> CountAsync(CancellationToken ct)
    {
        Counted++;
        return Task.FromResult(Count);
    }

    public Task<IReadOnlyList<IndexableRecord>> ReadRecordsAsync(long row, int limit, CancellationToken ct) => Task.FromResult<IReadOnlyList<IndexableRecord>>([]);

    public Task<ModelStamp?> ReadModelAsync(CancellationToken ct) => Task.FromResult<ModelStamp?>(null);

    public IAsyncEnumerable<RowVector> ReadVectorsAsync(ModelStamp model, CancellationToken ct) => AsyncEnumerable.Empty<RowVector>();

    public Task<IIndexChanges> FollowAsync(CancellationToken ct)
    {
        Followed++;
        _changes = Channel.CreateUnbounded<TakenChanges?>();
        return Task.FromResult<IIndexChanges>(new Changes(_changes, Published));
    }

    public Task<StoreRestriction> RestrictAsync(SearchQuery query, CancellationToken ct) => throw new NotSupportedException();

    private sealed class Changes(Channel<TakenChanges?> told, long from) : IIndexChanges
    {
        public long From => from;

        public Task<bool> WaitAsync(CancellationToken ct) => told.Reader.WaitToReadAsync(ct).AsTask();

        public async Task<TakenChanges?> TakeAsync(CancellationToken ct) => await told.Reader.ReadAsync(ct);

        public void Dispose() => told.Writer.TryComplete();
    }
}
