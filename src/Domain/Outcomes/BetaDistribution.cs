namespace ObsControlPlane.Domain.Outcomes;

/// <summary>A Beta distribution: what is believed of a rate after weighted successes and failures.</summary>
/// <param name="Alpha">Pseudo-successes, above 0.</param>
/// <param name="Beta">Pseudo-failures, above 0.</param>
public readonly record struct BetaDistribution(double Alpha, double Beta)
{
    /// <summary>Nothing is known: every rate is as likely.</summary>
    public static readonly BetaDistribution Uniform = new(1, 1);

    /// <summary>Expected rate, above 0 and below 1.</summary>
    public double Mean => Alpha / (Alpha + Beta);

    /// <summary>The rate below which a share of the probability lies.</summary>
    /// <param name="probability">That share, 0–1.</param>
    /// <returns>The inverse of the regularised incomplete beta function, 0–1, accurate to 1e-9.</returns>
    public double Quantile(double probability) => IncompleteBeta.Inverse(Alpha, Beta, probability);

    /// <summary>Equal-tailed credible interval.</summary>
    /// <param name="confidence">Probability mass inside it, above 0 and below 1.</param>
    /// <returns>Lower and upper end, each 0–1.</returns>
    public (double Low, double High) Interval(double confidence)
    {
        var tail = (1 - confidence) / 2;
        return (Quantile(tail), Quantile(1 - tail));
    }

    /// <summary>Credible interval of a rate under a uniform prior.</summary>
    /// <param name="succeeded">Successes, 0 or more.</param>
    /// <param name="failed">Failures, 0 or more.</param>
    /// <returns>Lower and upper end of the interval of <see cref="Standing.Confidence"/>; null when nothing was counted.</returns>
    public static (double Low, double High)? RateInterval(long succeeded, long failed) =>
        succeeded + failed == 0 ? null : new BetaDistribution(1 + succeeded, 1 + failed).Interval(Standing.Confidence);
}
