namespace ObsControlPlane.Retrieval.Evaluation.Calibration;

/// <summary>Chooses a threshold and says what it does.</summary>
internal static class Threshold
{
    /// <summary>Share of what should be answered that a threshold has to keep, on the corpus where that is hardest.</summary>
    public const double Kept = .98;

    /// <summary>The threshold that keeps enough on every corpus, and as little else as that allows.</summary>
    public static double Choose(IEnumerable<TopScores> corpora) => corpora.Min(corpus =>
    {
        var ascending = corpus.Answerable.Order().ToList();
        return ascending[(int)((1 - Kept) * ascending.Count)];
    });

    /// <summary>Share of scores at or above a threshold.</summary>
    public static double Share(IReadOnlyList<double> scores, double threshold) => scores.Count(score => score >= threshold) / (double)scores.Count;
}
