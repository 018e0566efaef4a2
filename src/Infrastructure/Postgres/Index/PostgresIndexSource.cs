using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Searching;
using ObsControlPlane.Infrastructure.Search;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Postgres.Index;

/// <summary>
/// The database as an index reads it. Others write to it, too: whoever asks for what everybody has been acknowledged makes the follower look
/// once more, and all who ask meanwhile share that look.
/// </summary>
internal sealed class PostgresIndexSource(PostgresStore store, PostgresChangeFeed feed, Func<ChangeListener> listen, long limit, ILogger<PostgresIndexSource> log) : IIndexSource
{
    private const int PageLength = 1_000;

    private const string Allowed = $"""
        SELECT m.rid FROM memori_metadata m WHERE $1::bigint IS NULL AND $12::bigint IS NULL
        {Restriction.Sql}
        """;

    private const string Standing = "SELECT x.id FROM unnest($1::uuid[]) x(id) UNION SELECT a.id FROM unnest($1::uuid[]) x(id) JOIN aliases a ON a.twin = x.id";

    private readonly LookRequests _requests = new();

    /// <inheritdoc/>
    public string Name => "PostgreSQL";

    /// <inheritdoc/>
    public long Limit => limit;

    /// <inheritdoc/>
    public TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(400);

    /// <inheritdoc/>
    public ValueTask<long> PublishedAsync(CancellationToken ct) => ValueTask.FromResult(_requests.Ask());

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken ct) => store.ReadAsync(
        "count records", session => session.FirstAsync("SELECT count(*) FROM memori_metadata", row => row.GetInt64(0)), ct);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IndexableRecord>> ReadRecordsAsync(long row, int limit, CancellationToken ct) =>
        await feed.ReadRecordsAsync(row, limit, ct).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ModelStamp?> ReadModelAsync(CancellationToken ct) => (await feed.ReadServingAsync(ct).ConfigureAwait(false))?.Stamp;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RowVector> ReadVectorsAsync(ModelStamp model, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await feed.ReadServingAsync(ct).ConfigureAwait(false) is not { } serving || serving.Stamp != model)
            yield break;
        var damaged = new List<long>();
        for (var after = 0L; ;)
        {
            var page = await feed.ReadVectorsAsync(serving, after, PageLength, ct).ConfigureAwait(false);
            if (page.Count == 0)
                break;
            foreach (var (rid, vector) in page)
            {
                if (vector is null)
                    damaged.Add(rid);
                else
                    yield return new RowVector(rid, vector);
            }

            after = page[^1].Rid;
        }

        if (damaged.Count == 0)
            yield break;
        log.LogWarning("{Count} vectors in PostgreSQL are damaged; they are made anew.", damaged.Count);
        await feed.MakeAnewAsync(serving, damaged, ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IIndexChanges> FollowAsync(CancellationToken ct)
    {
        var from = _requests.Asked;
        return new PostgresIndexChanges(feed, listen(), _requests, from, await feed.CurrentAsync(ct).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Task<StoreRestriction> RestrictAsync(SearchQuery query, CancellationToken ct) => store.ReadAsync(
        "filter records",
        async session =>
        {
            var exclude = query.Exclude.Count == 0 ? null : session.Ask(Standing, row => row.GetGuid(0), query.Exclude.ToArray());
            // What the index does not restrict by itself: who told a record, where, its tags, and memories alone.
            var narrow = query with { Before = null, Exclude = [] };
            var rows = query.Filter is { Tag: null, Agent: null, Scope.IsEmpty: true, Kind: not RecordKind.Memory } ? null
                : session.Ask(Allowed, row => row.GetInt64(0), Restriction.Values((long?)null, narrow, (long?)null));
            await session.SendAsync().ConfigureAwait(false);
            return new StoreRestriction(exclude?.Rows.ToHashSet() ?? [], rows is null ? null : new RidSet(rows.Rows));
        },
        ct);
}
