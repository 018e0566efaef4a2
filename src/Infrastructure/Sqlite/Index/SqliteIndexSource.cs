using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search.Serving;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Index;

/// <summary>The embedded file as an index reads it; its only writer is this process, so what it publishes is all there is.</summary>
internal sealed class SqliteIndexSource(SqliteStore store, ILogger<SqliteIndexSource> log) : IIndexSource
{
    private const int PageLength = 1_000;

    /// <inheritdoc/>
    public string Name => "the data file";

    /// <inheritdoc/>
    public long Limit => store.Options.IndexLimit;

    /// <inheritdoc/>
    public TimeSpan Patience => Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    public ValueTask<long> PublishedAsync(CancellationToken ct) => ValueTask.FromResult(store.Feed.Published);

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken ct) => store.Readers.ReadAsync(
        "count records",
        session =>
        {
            var counters = CounterRows.All(session);
            return counters["fixes"] + counters["memories"];
        },
        ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IndexableRecord>> ReadRecordsAsync(long row, int limit, CancellationToken ct) => store.Readers.ReadAsync<IReadOnlyList<IndexableRecord>>(
        "read records for the index", session => RecordReader.After(session, row, limit), ct);

    /// <inheritdoc/>
    public async Task<ModelStamp?> ReadModelAsync(CancellationToken ct) => (await ServingAsync(ct).ConfigureAwait(false)).FirstOrDefault()?.Stamp;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RowVector> ReadVectorsAsync(ModelStamp model, [EnumeratorCancellation] CancellationToken ct)
    {
        if ((await ServingAsync(ct).ConfigureAwait(false)).FirstOrDefault(serving => serving.Stamp == model) is not { } stored)
            yield break;
        var damaged = new List<long>();
        for (var after = 0L; ;)
        {
            var from = after;
            var page = await store.Readers.ReadAsync(
                "read vectors for the index", session => EmbeddingRows.After(session, stored.Model, from, PageLength), ct).ConfigureAwait(false);
            if (page.Count == 0)
                break;
            foreach (var (_, rid, vector) in page)
            {
                if (vector is null)
                    damaged.Add(rid);
                else
                    yield return new RowVector(rid, vector);
            }

            after = page[^1].Place;
        }

        if (damaged.Count > 0)
            await MakeAnewAsync(stored, damaged, ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IIndexChanges> FollowAsync(CancellationToken ct) => Task.FromResult<IIndexChanges>(new SqliteIndexChanges(store));

    /// <inheritdoc/>
    public Task<StoreRestriction> RestrictAsync(SearchQuery query, CancellationToken ct) => store.Readers.ReadAsync(
        "filter records", session => new StoreRestriction(FilterReads.Standing(session, query.Exclude), FilterReads.Allowed(session, query.Filter)), ct);

    private Task<List<StoredModel>> ServingAsync(CancellationToken ct) => store.Readers.ReadAsync(
        "read the embedding model", session => ModelRows.All(session).Where(model => model.Role == ModelRole.Serving).ToList(), ct);

    // A vector is made of its record, so a damaged one loses nothing.
    private async Task MakeAnewAsync(StoredModel model, List<long> rids, CancellationToken ct)
    {
        log.LogWarning("{Count} vectors in the data file are damaged; they are made anew.", rids.Count);
        await store.Writer.WriteAsync(
            "make damaged vectors anew",
            session =>
            {
                rids.ForEach(rid => EmbeddingRows.MakeAnew(session, rid, model.Model));
                return rids.Count;
            },
            ct).ConfigureAwait(false);
    }
}
