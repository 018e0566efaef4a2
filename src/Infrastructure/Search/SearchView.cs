using System.Runtime.InteropServices;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// What an index held at one <see cref="SearchIndex.Publish"/>: it never changes, and any number of threads read it without locks.
/// Lists are best first, ties by ascending id.
/// </summary>
internal sealed class SearchView
{
    private readonly RecordsView _records;
    private readonly TermTable _terms;
    private readonly IssueChains _issues;
    private readonly VectorView _vectors;

    internal SearchView(RecordsView records, TermTable terms, IssueChains issues, VectorView vectors, long bytes)
    {
        (_records, _terms, _issues, _vectors) = (records, terms, issues, vectors);
        Bytes = bytes;
    }

    /// <summary>How many records there are.</summary>
    public int Count => _records.Count;

    /// <summary>How many of them have a vector.</summary>
    public int VectorCount => _vectors.Count;

    /// <summary>Memory that the index held, an estimate in bytes, without what the facts refer to.</summary>
    public long Bytes { get; }

    /// <summary>The fixes of a fingerprint.</summary>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <param name="depth">At most so many; 0 or less gives none.</param>
    /// <param name="restriction">What may be found.</param>
    /// <returns>Newest <see cref="RecordFacts.Ts"/> first; the score is 1 each.</returns>
    public IReadOnlyList<IndexHit> Exact(Fingerprint fingerprint, int depth, SearchRestriction restriction)
    {
        if (depth <= 0 || fingerprint == default)
            return [];
        var found = new List<IndexHit>();
        for (var slot = _issues.Newest(IssueChains.KeyOf(fingerprint)); slot >= 0; slot = _records.SameIssueBefore(slot))
        {
            if (slot < _records.Slots && _records.Admits(slot, restriction) && _records.IsFix(slot))
                found.Add(_records.Hit(new Scored(1, slot)));
        }

        found.Sort((a, b) => a.Facts.Ts != b.Facts.Ts ? b.Facts.Ts.CompareTo(a.Facts.Ts) : a.Facts.Id.CompareTo(b.Facts.Id));
        return found.Count <= depth ? found : found[..depth];
    }

    /// <summary>Searches for words with BM25F (<see cref="WordScorer"/>).</summary>
    /// <param name="terms">Terms of <see cref="OpsTokenizer"/>; a term counts as often as it occurs. Any number, though each costs its list.</param>
    /// <param name="depth">At most so many; 0 or less gives none, with the ceiling all the same.</param>
    /// <param name="restriction">What may be found.</param>
    /// <param name="ct">Ends the search.</param>
    /// <returns>The hits; and the sum over all terms of idf · (k1 + 1), where a term that no record holds counts too.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public WordHits Words(IReadOnlyList<string> terms, int depth, SearchRestriction restriction, CancellationToken ct)
    {
        var ceiling = 0.0;
        var query = new List<QueryTerm>();
        foreach (var (term, count) in terms.CountBy(term => term, StringComparer.Ordinal))
        {
            var (number, postings, holders) = Look(term);
            var weight = count * WordScorer.Idf(_records.Count, holders) * (WordScorer.K1 + 1);
            ceiling += weight;
            if (holders > 0)
                query.Add(new QueryTerm(postings, weight, _terms.HighestCode(number)));
        }

        if (depth <= 0 || query.Count == 0 || _records.Count == 0)
            return new WordHits([], ceiling);
        var best = new Selection(depth, _records.CompareIds);
        WordScorer.Score(
            CollectionsMarshal.AsSpan(query), _records.Lengths, _records.AverageLength, best, slot => _records.Admits(slot, restriction), ct);
        return new WordHits(_records.Hits(best.Best()), ceiling);
    }

    /// <summary>The terms of a long text that tell most: the rarest that at least one record holds, of equally rare ones the first.</summary>
    /// <param name="terms">Terms in the order of the text.</param>
    /// <param name="most">At most so many different ones.</param>
    /// <returns>The chosen terms in the order of the text, repeats included.</returns>
    public IReadOnlyList<string> Rarest(IReadOnlyList<string> terms, int most)
    {
        var held = terms.Distinct(StringComparer.Ordinal)
            .Select(term => (Term: term, Look(term).Holders))
            .Where(term => term.Holders > 0);
        var chosen = held.OrderBy(term => term.Holders).Take(most).Select(term => term.Term).ToHashSet(StringComparer.Ordinal);
        return [.. terms.Where(chosen.Contains)];
    }

    /// <summary>Whether any record holds a term.</summary>
    /// <param name="term">The term.</param>
    /// <returns>True when at least one does.</returns>
    public bool Holds(string term) => Look(term).Holders > 0;

    /// <summary>The records whose vectors are nearest to a vector.</summary>
    /// <param name="unitQuery">A vector of unit length and the index's dimension.</param>
    /// <param name="depth">At most so many; 0 or less gives none.</param>
    /// <param name="restriction">What may be found.</param>
    /// <param name="ct">Ends the search.</param>
    /// <returns>Cosines, −1 to 1, of the vectors as they are kept (<see cref="VectorRows"/>); empty while there are no vectors.</returns>
    /// <exception cref="ArgumentException">The dimension is another one.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<IndexHit> Nearest(ReadOnlySpan<float> unitQuery, int depth, SearchRestriction restriction, CancellationToken ct)
    {
        if (depth <= 0 || _vectors.Count == 0)
            return [];
        return _records.Hits(_vectors.Nearest(unitQuery, depth, slot => _records.Admits(slot, restriction), _records.CompareIds, ct));
    }

    private (int Number, ReadOnlyMemory<uint> Postings, int Holders) Look(string term)
    {
        var number = _terms.Find(term);
        if (number < 0)
            return (number, default, 0);
        var postings = _terms.Postings(number, _records.Slots);
        return (number, postings, _records.Holding(number, postings.Span));
    }
}
