namespace ObsControlPlane.Retrieval.Evaluation.Calibration;

/// <summary>Chooses a threshold and says what it does.</summary>
internal static class Threshold
{
    /// <summary>Share of what should be answered that the higher of two thresholds keeps, on the corpus where that is hardest.</summary>
    public const double Kept = .98;

    /// <summary>Share of what should not be answered that the lower of two thresholds lets through, on the corpus where that is hardest.</summary>
    public const double False = .10;

    /// <summary>Half-way between the two, so that a corpus that set nothing has room on both sides.</summary>
    public static double Choose(IReadOnlyList<TopScores> corpora)
    {
        var keeping = corpora.Min(corpus => At(corpus.Answerable, 1 - Kept));
        var refusing = corpora.Max(corpus => At(corpus.Unanswerable, 1 - False));
        return (keeping + refusing) / 2;
    }

    /// <summary>Share of scores at or above a threshold.</summary>
    public static double Share(IReadOnlyList<double> scores, double threshold) => scores.Count(score => score >= threshold) / (double)scores.Count;

    private static double At(IReadOnlyList<double> scores, double quantile) => scores.Order().ElementAt((int)(quantile * scores.Count));
}
