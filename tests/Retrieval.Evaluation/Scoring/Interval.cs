namespace ObsControlPlane.Retrieval.Evaluation.Scoring;

/// <summary>A mean and where it lies with 95 % confidence, by the bootstrap (B. Efron, 1979): percentiles of the means of resampled values.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">2.5th percentile.</param>
/// <param name="High">97.5th percentile.</param>
internal sealed record Interval(double Mean, double Low, double High)
{
    private const int Resamples = 2_000;

    /// <summary>The interval of some values; the same for the same values.</summary>
    public static Interval Of(IReadOnlyList<double> values)
    {
        var random = new Random(values.Count);
        var means = new double[Resamples];
        for (var resample = 0; resample < Resamples; resample++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Count; i++)
                sum += values[random.Next(values.Count)];
            means[resample] = sum / values.Count;
        }

        Array.Sort(means);
        return new Interval(values.Average(), means[(int)(Resamples * .025)], means[(int)(Resamples * .975)]);
    }
}
