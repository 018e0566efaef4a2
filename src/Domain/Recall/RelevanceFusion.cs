namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Fuses BM25 and cosine into one relevance: their weighted mean, BM25 taken as a share of the most that this question could reach, the
/// cosine as it is. So it says how near a finding is and not only which is nearest, and one threshold holds for every question
/// (docs/decisions 0010; S. Bruch, S. Gai, A. Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, 2022).
/// </summary>
internal sealed class RelevanceFusion
{
    private readonly double _ceiling;
    private readonly double _vectorWeight;
    private readonly double _leastWords;
    private readonly double _leastCosine;

    /// <summary>Looks at the findings of one question.</summary>
    /// <param name="findings">All of them.</param>
    /// <param name="question">The question.</param>
    public RelevanceFusion(IReadOnlyCollection<Finding> findings, RecallQuestion question)
    {
        _ceiling = question.WordCeiling;
        _vectorWeight = question.VectorWeight ?? 0;

        // What a leg did not return has at most the lowest score of what it did return.
        _leastWords = findings.Min(finding => finding.Words) is { } words ? Share(words) : 0;
        _leastCosine = findings.Min(finding => finding.Cosine) ?? 0;
    }

    /// <summary>Relevance of one of the findings.</summary>
    public Relevance Of(Finding finding)
    {
        switch (finding)
        {
            case { Exact: ExactMatch.Key }:
                return Relevance.Of("key", 1, 1);
            case { Exact: ExactMatch.Fingerprint }:
                return Relevance.Of("fingerprint", 1, 1);
            case { Shared: > 0 }:
                return Relevance.Of("graph", finding.Shared, finding.Shared / (finding.Shared + 1.0));
        }

        var words = finding.Words is { } found ? Share(found) : _leastWords;
        var cosine = finding.Cosine ?? _leastCosine;
        Signal[] parts =
        [
            Signal.Of("words", words * _ceiling, words, 1 - _vectorWeight),
            Signal.Of("vectors", cosine, Math.Clamp(cosine, 0, 1), _vectorWeight),
        ];
        return new Relevance(parts.Sum(part => part.Contribution), _vectorWeight == 0 ? parts[..1] : parts, words);
    }

    private double Share(double words) => _ceiling > 0 ? Math.Min(1, words / _ceiling) : 0;
}
