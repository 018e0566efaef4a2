using System.Numerics.Tensors;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The legs of a recall over the state of a record: whole words, BM25 with k1 1.2 and b .75, every vector.</summary>
internal sealed class ReferenceFixSearch(ReferenceStore store) : IFixSearch
{
    private const double Saturation = 1.2;

    private readonly ReferenceRules _rules = store.Rules;

    public bool IsLoading => _rules.IsLoading;

    public Task<ExactLeg> FindExactAsync(SearchQuery query, CancellationToken ct) =>
        store.ReadAsync(state => new ExactLeg(_rules.FoundExact([.. Exact(state, _rules.Query(query)).Select(Facts)])), ct);

    public Task<WordLeg> FindWordsAsync(SearchQuery query, CancellationToken ct) =>
        store.ReadAsync(
            state =>
            {
                var leg = Words(state, _rules.Query(query));
                return _rules.FoundWords(leg with { Hits = [.. leg.Hits.Select(Facts)] });
            },
            ct);

    public Task<VectorLeg> FindNearestAsync(SearchQuery query, QueryVector vector, CancellationToken ct) =>
        store.ReadAsync(
            state =>
            {
                var leg = Nearest(state, _rules.Query(query), vector);
                return _rules.FoundNearest(leg with { Hits = [.. leg.Hits.Select(Facts)] });
            },
            ct);

    private LegHit Facts(LegHit hit) => hit with { Record = _rules.Facts(hit.Record) };

    private IEnumerable<SearchDocument> All(ReferenceState state) =>
        state.Fixes.Values.Select(f => SearchDocument.Of(state, f, _rules)).Concat(state.Memories.Values.Select(SearchDocument.Of));

    private IEnumerable<LegHit> Exact(ReferenceState state, SearchQuery query)
    {
        var wanted = All(state).Where(d => query.Fingerprint is { } asked && state.Fixes.GetValueOrDefault(d.Id)?.Fingerprint == asked && d.IsWanted(query))
            .ToDictionary(d => d.Id, d => d.Facts);
        return ReferenceReads.Newest(wanted.Keys.Select(id => state.Fixes[id]), query.Depth, _rules).Select(f => new LegHit(wanted[f.Id], 1));
    }

    private WordLeg Words(ReferenceState state, SearchQuery query)
    {
        var all = All(state).ToList();
        var idf = SearchDocument.Split(query.Text).Distinct().ToDictionary(w => w, w => Rarity(all.Count(d => d.Words.Contains(w)), Math.Max(1, all.Count)));
        var length = all.Count == 0 ? 1 : all.Average(d => d.Words.Count);
        var hits = all.Where(d => d.IsWanted(query) && d.Words.Any(idf.ContainsKey))
            .Select(d => new LegHit(d.Facts, idf.Sum(w => w.Value * Saturated(d.Words.Count(x => x == w.Key), d.Words.Count / length))));
        return new WordLeg(
            [.. hits.OrderByDescending(h => h.Raw).ThenBy(h => h.Id).Take(_rules.Limit(query.Depth))], idf.Values.Sum() * (Saturation + 1));

        // A word that nothing holds counts as one that a single record holds.
        double Rarity(int holders, int total) => Math.Log(1 + ((total - Math.Max(1, holders) + .5) / (Math.Max(1, holders) + .5)));
    }

    private VectorLeg Nearest(ReferenceState state, SearchQuery query, QueryVector vector)
    {
        if (state.Vectors.Serving is not { } serving)
            return new VectorLeg([]);
        if (!_rules.Vectors.SameModel(serving, vector.Model))
            return new VectorLeg([], serving);
        var hits = All(state)
            .Where(d => d.IsWanted(query) && state.Vectors.Stored.ContainsKey((serving, d.Id)))
            .Select(d => new LegHit(d.Facts, Cosine(state.Vectors.Stored[(serving, d.Id)], vector.Values)));
        return new VectorLeg([.. hits.OrderByDescending(h => h.Raw).ThenBy(h => h.Id).Take(_rules.Limit(query.Depth))]);
    }

    // A store that compares what must not be compared takes what both have.
    private static double Cosine(float[] one, float[] other)
    {
        var both = Math.Min(one.Length, other.Length);
        return TensorPrimitives.Dot<float>(one.AsSpan(0, both), other.AsSpan(0, both));
    }

    private static double Saturated(int count, double relativeLength) =>
        count * (Saturation + 1) / (count + (Saturation * (.25 + (.75 * relativeLength))));
}
