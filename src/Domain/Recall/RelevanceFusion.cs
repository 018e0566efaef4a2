namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Fuses BM25 and cosine into one relevance. Both are put on an absolute scale first: BM25 as a share of the most that this question
/// could reach, the cosine as it is. Their weights come from the question's own findings: each measure is divided by its standard
/// deviation there, so that a measure which hardly tells them apart does not outvote one that does. That orders as the weighted sum of
/// z-scores does (docs/decisions 0008), and unlike it says how near the best finding is, not only that it is the best.
/// </summary>
internal sealed class RelevanceFusion
{
    // With few findings their own deviation says little: as many imagined ones with a usual deviation are added.
    private const double ImaginedFindings = 10;
    private const double UsualCosineDeviation = .04;
    private const double UsualWordsDeviation = .06;

    private readonly double _ceiling;
    private readonly double _leastWords;
    private readonly double _leastCosine;
    private readonly double _wordsWeight;

    /// <summary>Measures the findings of one question.</summary>
    /// <param name="findings">All of them; those that are an exact match count for nothing here.</param>
    /// <param name="question">The question.</param>
    public RelevanceFusion(IReadOnlyCollection<Finding> findings, RecallQuestion question)
    {
        var compared = findings.Where(finding => finding.Exact == ExactMatch.None && finding.Shared == 0).ToList();
        _ceiling = question.WordCeiling;

        // What a leg did not return has at most the lowest score of what it did return.
        _leastWords = compared.Min(finding => finding.Words) is { } words ? Share(words) : 0;
        _leastCosine = compared.Min(finding => finding.Cosine) ?? 0;
        _wordsWeight = question.VectorWeight is { } weight && compared.Exists(finding => finding.Cosine is not null) ? WordsWeight(compared, weight) : 1;
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

        var words = WordsOf(finding);
        if (_wordsWeight == 1)
            return new Relevance(words, [Signal.Of("words", words * _ceiling, words, 1)], words);
        var cosine = finding.Cosine ?? _leastCosine;
        Signal[] parts =
        [
            Signal.Of("words", words * _ceiling, words, _wordsWeight),
            Signal.Of("vectors", cosine, Math.Clamp(cosine, 0, 1), 1 - _wordsWeight),
        ];
        return new Relevance(parts.Sum(part => part.Contribution), parts, words);
    }

    private double WordsWeight(List<Finding> compared, double vectorWeight)
    {
        var words = (1 - vectorWeight) / Deviation(compared, WordsOf, UsualWordsDeviation);
        var cosine = vectorWeight / Deviation(compared, finding => finding.Cosine ?? _leastCosine, UsualCosineDeviation);
        return words / (words + cosine);
    }

    private double WordsOf(Finding finding) => finding.Words is { } words ? Share(words) : _leastWords;

    private double Share(double words) => _ceiling > 0 ? Math.Min(1, words / _ceiling) : 0;

    private static double Deviation(List<Finding> findings, Func<Finding, double> measure, double usual)
    {
        var mean = findings.Average(measure);
        var squares = findings.Sum(finding => Math.Pow(measure(finding) - mean, 2));
        return Math.Sqrt((squares + (ImaginedFindings * usual * usual)) / (findings.Count + ImaginedFindings));
    }
}
