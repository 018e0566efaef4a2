namespace ObsControlPlane.Infrastructure.Search;

/// <summary>What a search for words found.</summary>
/// <param name="Hits">Records with at least one of the words, best first, ties by ascending id; scores are BM25F, above 0.</param>
/// <param name="Ceiling">The score that no record can reach for these words, 0 without any.</param>
internal sealed record WordHits(IReadOnlyList<IndexHit> Hits, double Ceiling);
