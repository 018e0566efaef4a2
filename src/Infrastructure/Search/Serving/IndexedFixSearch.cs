using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>The legs of a recall over the index in memory; over the store itself while the index is loading, and where it would be too large.</summary>
/// <param name="index">The index.</param>
/// <param name="store">The store's own search.</param>
/// <param name="source">The store, for what the index does not know.</param>
internal sealed class IndexedFixSearch(IndexFeeder index, IFixSearch store, IIndexSource source) : IFixSearch
{
    // So long an index that is behind waits for the store's answer about one issue, which is a look into one of its indexes.
    private static readonly TimeSpan StorePatience = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    public bool IsLoading => index.IsLoading;

    /// <inheritdoc/>
    public async Task<ExactLeg> FindExactAsync(SearchQuery query, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (query.Fingerprint is not { } asked)
            return new ExactLeg([]);
        if (await index.ViewAsync(ct).ConfigureAwait(false) is not { } view)
            return await store.FindExactAsync(query, ct).ConfigureAwait(false);
        if (view.LagMilliseconds > 0 && await TryStoreAsync(query, ct).ConfigureAwait(false) is { } newest)
            return newest;
        if (await RestrictAsync(query, ct).ConfigureAwait(false) is not { } restriction)
            return new ExactLeg([]);
        return new ExactLeg(Legs(view.Records.Exact(asked, query.Depth, restriction)), view.LagMilliseconds);
    }

    /// <inheritdoc/>
    public async Task<WordLeg> FindWordsAsync(SearchQuery query, CancellationToken ct)
    {
        if (await index.ViewAsync(ct).ConfigureAwait(false) is not { } view)
            return await store.FindWordsAsync(query, ct).ConfigureAwait(false);
        var terms = AskedTerms.Of(view.Records, query.Text, ct);
        var restriction = await RestrictAsync(query, ct).ConfigureAwait(false);
        var found = view.Records.Words(terms, restriction is null ? 0 : query.Depth, restriction ?? SearchRestriction.None, ct);
        return new WordLeg(Legs(found.Hits), found.Ceiling, view.LagMilliseconds);
    }

    /// <inheritdoc/>
    public async Task<VectorLeg> FindNearestAsync(SearchQuery query, QueryVector vector, CancellationToken ct)
    {
        // What the store says of a model that does not serve, or not yet in memory, is the truth.
        if (await index.ViewAsync(ct).ConfigureAwait(false) is not { } view || view.Model != vector.Model)
            return await store.FindNearestAsync(query, vector, ct).ConfigureAwait(false);
        if (await RestrictAsync(query, ct).ConfigureAwait(false) is not { } restriction)
            return new VectorLeg([]);
        return new VectorLeg(Legs(view.Records.Nearest(vector.Values, query.Depth, restriction, ct)), null, view.LagMilliseconds);
    }

    // Null when the store does not say: then what is in memory has to do, with its age.
    private async Task<ExactLeg?> TryStoreAsync(SearchQuery query, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(StorePatience);
        try
        {
            return await store.FindExactAsync(query, deadline.Token).WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private static List<LegHit> Legs(IReadOnlyList<IndexHit> hits) => [.. hits.Select(hit => new LegHit(hit.Facts, hit.Score))];

    // What the index knows of every record it restricts itself; who told a record, where, and its tags are in the store alone.
    private async ValueTask<SearchRestriction?> RestrictAsync(SearchQuery query, CancellationToken ct)
    {
        if (query is { Kinds: SearchKinds.Fixes, Filter.Kind: RecordKind.Memory })
            return null;
        var fixesOnly = query.Kinds == SearchKinds.Fixes || query.Filter.Kind == RecordKind.Fix;
        var needsStore = query.Exclude.Count > 0 || query.Filter.Kind == RecordKind.Memory || query.Filter.Tag is not null
            || query.Filter.Agent is not null || !query.Filter.Scope.IsEmpty;
        if (!needsStore)
            return new SearchRestriction(fixesOnly, query.Before);
        var restricted = await source.RestrictAsync(query, ct).ConfigureAwait(false);
        return new SearchRestriction(fixesOnly, query.Before, restricted.Exclude, restricted.Allowed);
    }
}
