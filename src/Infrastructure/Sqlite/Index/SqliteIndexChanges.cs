using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Sqlite.Index;

/// <summary>What the writer of the embedded file tells of its commits.</summary>
internal sealed class SqliteIndexChanges : IIndexChanges
{
    private const int CommitsAtOnce = 256;

    private readonly SqliteStore _store;
    private readonly RecordSubscription _changes;

    // A commit between the two is told although it is counted as there before, never the other way round.
    public SqliteIndexChanges(SqliteStore store)
    {
        (_store, _changes) = (store, store.Feed.Subscribe());
        From = store.Feed.Published;
    }

    /// <inheritdoc/>
    public long From { get; }

    /// <inheritdoc/>
    public Task<bool> WaitAsync(CancellationToken ct) => _changes.WaitAsync(ct);

    /// <inheritdoc/>
    public async Task<TakenChanges> TakeAsync(CancellationToken ct)
    {
        var (changes, number) = (new List<RecordChange>(), From);
        for (var commits = 0; commits < CommitsAtOnce && _changes.Take() is { } next; commits++)
        {
            changes.AddRange(next.Changes);
            number = next.Number;
        }

        var rids = changes.Where(change => change.Kind is RecordChangeKind.Added or RecordChangeKind.Changed).Select(change => change.Rid).ToHashSet();
        var records = await _store.Readers.ReadAsync(
            "read changed records for the index",
            session => rids.Select(rid => RecordReader.Read(session, rid)).OfType<IndexableRecord>().ToDictionary(record => record.Rid), ct).ConfigureAwait(false);
        return new TakenChanges(number, changes, records);
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Feed.Unsubscribe();
}
