using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Postgres.Index;

/// <summary>What writes of all processes changed, looked for when somebody asks, when one is told (LISTEN), and from time to time.</summary>
internal sealed class PostgresIndexChanges : IIndexChanges
{
    private const int ChangesAtOnce = 1_000;

    // A signal can be lost with its sender.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly PostgresChangeFeed _feed;
    private readonly LookRequests _requests;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _listening;
    private ChangePosition _position;
    private long _number;
    private bool _hasMore;

    public PostgresIndexChanges(PostgresChangeFeed feed, ChangeListener listener, LookRequests requests, long from, ChangePosition position)
    {
        (_feed, _requests, From, _number, _position) = (feed, requests, from, from, position);
        _listening = Task.Run(() => ListenAsync(listener));
    }

    /// <inheritdoc/>
    public long From { get; }

    /// <inheritdoc/>
    public async Task<bool> WaitAsync(CancellationToken ct)
    {
        if (!_hasMore)
            await _requests.WaitAsync(ct).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async Task<TakenChanges?> TakeAsync(CancellationToken ct)
    {
        // Before the look: whoever asks after this has to wait for the next one.
        var asked = _requests.Asked;
        if (await LookAsync(ct).ConfigureAwait(false) is not { } page)
            return null;
        (_position, _hasMore) = (page.Next, page.HasMore);
        if (!page.HasMore)
            _number = asked;
        var records = page.Changes.Select(change => change.Record).OfType<IndexableRecord>().DistinctBy(record => record.Rid).ToDictionary(record => record.Rid);
        return new TakenChanges(_number, [.. page.Changes.SelectMany(Of)], records);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _listening.GetAwaiter().GetResult();
        _end.Dispose();
    }

    private async Task<ChangePage?> LookAsync(CancellationToken ct)
    {
        try
        {
            return await _feed.ReadAsync(_position, ChangesAtOnce, ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception) when (exception.IsTransient)
        {
            // The position stands where it stood. What others write now is asked for again by whoever reads, and from time to time.
            _hasMore = false;
            return null;
        }
    }

    // A vector that is damaged is left out; its record waits for another.
    private static IEnumerable<RecordChange> Of(FeedChange change)
    {
        if (change.Kind != RecordChangeKind.Embedded)
            yield return new RecordChange(change.Kind, change.Rid, change.Id);
        if (change.Vector is not null)
            yield return new RecordChange(RecordChangeKind.Embedded, change.Rid, change.Id, Vector: change.Vector, Model: change.Model);
    }

    private async Task ListenAsync(ChangeListener listener)
    {
        await using (listener.ConfigureAwait(false))
        {
            try
            {
                while (true)
                {
                    await listener.WaitAsync(LongestWait, _end.Token).ConfigureAwait(false);
                    _requests.Ask();
                }
            }
            catch (OperationCanceledException)
            {
                // Nobody follows any more.
            }
        }
    }
}
