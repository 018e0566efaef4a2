using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Success rates: what was counted, and how sure that makes us.</summary>
internal static class Rates
{
    /// <summary>Succeeded ÷ (succeeded + failed), 0–1; null without either.</summary>
    public static double? Of(long succeeded, long failed) => succeeded + failed == 0 ? null : (double)succeeded / (succeeded + failed);

    /// <summary>Credible interval of the rate; null without outcomes.</summary>
    public static RateInterval? IntervalOf(long succeeded, long failed) =>
        BetaDistribution.RateInterval(succeeded, failed) is var (low, high) ? new RateInterval(low, high, Standing.Confidence) : null;
}
