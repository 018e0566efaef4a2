namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Fuses BM25 and cosine into one relevance: their weighted mean, each on an absolute scale. So it says how near a finding is and not only
/// which is nearest, and one threshold holds for every question (docs/decisions 0010; S. Bruch, S. Gai, A. Ingber, An Analysis of Fusion
/// Functions for Hybrid Retrieval, 2022). Words alone are a share of the most that the question could reach.
/// </summary>
internal sealed class RelevanceFusion
{
    // A question of some 20 words. The longer a question, the smaller the share of its ceiling that even the right record reaches; against
    // the geometric mean with this one, words keep their say beside the cosine, which knows no length.
    private const double UsualCeiling = 160;

    private readonly double _ceiling;
    private readonly double _vectorWeight;
    private readonly RelevanceThreshold _threshold;
    private readonly double _wordsThreshold;
    private readonly double _leastWords;
    private readonly double _leastCosine;

    /// <summary>Looks at the findings of one question.</summary>
    /// <param name="findings">All of them.</param>
    /// <param name="question">The question.</param>
    /// <param name="depth">Hits that each leg was asked for.</param>
    public RelevanceFusion(IReadOnlyCollection<Finding> findings, RecallQuestion question, int depth)
    {
        _ceiling = question.WordCeiling;
        _vectorWeight = question.VectorWeight ?? 0;
        (_threshold, _wordsThreshold) = (question.Threshold, question.WordsThreshold);
        _leastWords = Least(findings, finding => finding.Words, depth);
        _leastCosine = Least(findings, finding => finding.Cosine, depth);
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

        var words = finding.Words ?? _leastWords;
        var share = Against(_ceiling, words);
        if (_vectorWeight == 0)
            return new Relevance(share, [Signal.Of("words", words, share, 1)], share);

        // Without a vector there is nothing to fuse: the words decide, put on the scale of those that have one.
        if (finding.HasNoVector)
        {
            var fused = AsIfFused(share);
            return new Relevance(fused, [Signal.Of("words", words, fused, 1)], share);
        }

        var cosine = finding.Cosine ?? _leastCosine;
        Signal[] parts =
        [
            Signal.Of("words", words, InFusion(words), 1 - _vectorWeight),
            Signal.Of("vectors", cosine, Math.Clamp(cosine, 0, 1), _vectorWeight),
        ];
        return new Relevance(parts.Sum(part => part.Contribution), parts, share);
    }

    // The words' threshold falls on the fused one, whatever the question. From there on it is as if there were a cosine: the one with which the record
    // would just pass, and half-way from that to 1 for words that could not fit better. Nothing has a cosine of 1, so a record that waits for its
    // vector stays behind one whose vector fits as well as its words; stretched to 1 it would be ahead of nearly all until it had its own.
    private double AsIfFused(double share)
    {
        var least = _threshold.Least;
        if (share <= _wordsThreshold)
            return least * (share / _wordsThreshold);
        var above = (share - _wordsThreshold) / (1 - _wordsThreshold);
        var wordsAtLeast = (1 - _vectorWeight) * InFusion(_wordsThreshold * _ceiling);
        var vectorsAtLeast = least - wordsAtLeast;

        // So high a threshold is passed by no cosine with such words: there is nothing to be measured against.
        if (vectorsAtLeast >= _vectorWeight)
            return least + (above * (1 - least));
        var words = ((1 - _vectorWeight) * InFusion(share * _ceiling)) - wordsAtLeast;
        return least + words + (above * (_vectorWeight - vectorsAtLeast) / 2);
    }

    private double InFusion(double words) => Against(Math.Sqrt(_ceiling * UsualCeiling), words);

    // What a full leg did not return has at most the lowest score of what it did return; what one that was not full left out has none.
    private static double Least(IReadOnlyCollection<Finding> findings, Func<Finding, double?> measure, int depth) =>
        findings.Count(finding => measure(finding) is not null) < depth ? 0 : findings.Min(measure) ?? 0;

    private static double Against(double ceiling, double words) => ceiling > 0 ? Math.Min(1, words / ceiling) : 0;
}
