using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Sqlite.Index;

/// <summary>The legs of a recall over the index in memory; over the file itself while the index is loading, and where it would be too large.</summary>
internal sealed class IndexedFixSearch(IndexFeeder index, SqliteFixSearch file, SqliteStore store) : IFixSearch
{
    /// <inheritdoc/>
    public bool IsLoading => index.IsLoading;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LegHit>> FindExactAsync(SearchQuery query, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (query.Fingerprint is not { } asked)
            return [];
        if (await index.ViewAsync(ct).ConfigureAwait(false) is not { } view)
            return await file.FindExactAsync(query, ct).ConfigureAwait(false);
        if (await RestrictAsync(query, ct).ConfigureAwait(false) is not { } restriction)
            return [];
        return Legs(view.Records.Exact(asked, query.Depth, restriction));
    }

    /// <inheritdoc/>
    public async Task<WordLeg> FindWordsAsync(SearchQuery query, CancellationToken ct)
    {
        if (await index.ViewAsync(ct).ConfigureAwait(false) is not { } view)
            return await file.FindWordsAsync(query, ct).ConfigureAwait(false);
        var terms = AskedTerms.Of(view.Records, query.Text, ct);
        var restriction = await RestrictAsync(query, ct).ConfigureAwait(false);
        var found = view.Records.Words(terms, restriction is null ? 0 : query.Depth, restriction ?? SearchRestriction.None, ct);
        return new WordLeg(Legs(found.Hits), found.Ceiling);
    }

    /// <inheritdoc/>
    public async Task<VectorLeg> FindNearestAsync(SearchQuery query, QueryVector vector, CancellationToken ct)
    {
        // What the file says of a model that does not serve, or not yet in memory, is the truth.
        if (await index.ViewAsync(ct).ConfigureAwait(false) is not { } view || view.Model != vector.Model)
            return await file.FindNearestAsync(query, vector, ct).ConfigureAwait(false);
        if (await RestrictAsync(query, ct).ConfigureAwait(false) is not { } restriction)
            return new VectorLeg([]);
        return new VectorLeg(Legs(view.Records.Nearest(vector.Values, query.Depth, restriction, ct)));
    }

    private static List<LegHit> Legs(IReadOnlyList<IndexHit> hits) => [.. hits.Select(hit => new LegHit(hit.Facts, hit.Score))];

    // What the index knows of every record it restricts itself; who told a record, where, and its tags are in the file alone.
    private async ValueTask<SearchRestriction?> RestrictAsync(SearchQuery query, CancellationToken ct)
    {
        if (query is { Kinds: SearchKinds.Fixes, Filter.Kind: RecordKind.Memory })
            return null;
        var fixesOnly = query.Kinds == SearchKinds.Fixes || query.Filter.Kind == RecordKind.Fix;
        var needsFile = query.Exclude.Count > 0 || query.Filter.Kind == RecordKind.Memory || query.Filter.Tag is not null
            || query.Filter.Agent is not null || !query.Filter.Scope.IsEmpty;
        if (!needsFile)
            return new SearchRestriction(fixesOnly, query.Before);
        return await store.Readers.ReadAsync(
            "filter records",
            session => new SearchRestriction(fixesOnly, query.Before, FilterReads.Standing(session, query.Exclude), FilterReads.Allowed(session, query.Filter)), ct)
            .ConfigureAwait(false);
    }
}
