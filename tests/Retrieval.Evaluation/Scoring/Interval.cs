namespace ObsControlPlane.Retrieval.Evaluation.Scoring;

/// <summary>A mean and where it lies with 95 % confidence, by the bootstrap (B. Efron, 1979): percentiles of what resampled values give.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">2.5th percentile.</param>
/// <param name="High">97.5th percentile.</param>
internal sealed record Interval(double Mean, double Low, double High)
{
    private const int Resamples = 2_000;

    /// <summary>The mean of some values; the same for the same values.</summary>
    public static Interval Of(IReadOnlyList<double> values) => Of(values, sample => sample.Average());

    /// <summary>The median of some values, in the place of a mean.</summary>
    public static Interval OfMedian(IReadOnlyList<double> values) => Of(values, Median);

    private static Interval Of(IReadOnlyList<double> values, Func<double[], double> statistic)
    {
        var random = new Random(values.Count);
        var resampled = new double[Resamples];
        var sample = new double[values.Count];
        for (var resample = 0; resample < Resamples; resample++)
        {
            for (var i = 0; i < sample.Length; i++)
                sample[i] = values[random.Next(values.Count)];
            resampled[resample] = statistic(sample);
        }

        Array.Sort(resampled);
        return new Interval(statistic([.. values]), resampled[(int)(Resamples * .025)], resampled[(int)(Resamples * .975)]);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
