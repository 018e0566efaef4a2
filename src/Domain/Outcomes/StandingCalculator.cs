using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.Outcomes;

/// <summary>
/// Reads how well a fix has proven itself from its counted outcomes (contract 3): at the narrowest level of the asked scope that has
/// evidence, with the next wider level's mean as a prior, so that one success in a new place neither counts for nothing nor for all.
/// </summary>
public static class StandingCalculator
{
    /// <summary>Pseudo-outcomes that the next wider level's mean counts for.</summary>
    private const double PriorWeight = 2;

    /// <summary>Failures from which their weight decides on <see cref="Standing.Avoid"/>.</summary>
    private const long EnoughFailures = 3;

    /// <summary>What a fix without evidence ranks with, 0–1: the lower end of the interval of a rate nothing is known of, .025.</summary>
    public static double NoEvidenceLow { get; } = BetaDistribution.Uniform.Interval(Standing.Confidence).Low;

    /// <summary>The standing of a fix for a scope.</summary>
    /// <param name="evidence">Its counted outcomes by exact scope, in any order; each scope at most once.</param>
    /// <param name="asked">The scope asked about; a level counts only when all its parts are said.</param>
    /// <param name="now">Our clock, epoch milliseconds; evidence from later counts as of now.</param>
    /// <param name="settings">Weights.</param>
    /// <returns>The standing; without conclusive evidence its score is null and its level everywhere.</returns>
    public static Standing For(IReadOnlyList<ScopedEvidence> evidence, Scope asked, long now, OutcomeSettings settings)
    {
        var everywhere = Sum.Of(evidence, asked, StandingLevel.Everywhere, now, settings);
        var (sum, posterior) = (everywhere, Posterior(BetaDistribution.Uniform.Mean, everywhere));
        if (!everywhere.IsConclusive)
            return new Standing(null, null, null, StandingLevel.Everywhere, 0, 0, everywhere.Unknown, null, null, 0, 0, Avoid: false);

        for (var level = StandingLevel.Service; level >= StandingLevel.Exact; level--)
        {
            if (!IsSaid(asked, level))
                continue;
            var narrower = Sum.Of(evidence, asked, level, now, settings);
            if (!narrower.IsConclusive)
                break;
            (sum, posterior) = (narrower, Posterior(posterior.Mean, narrower));
        }

        var (low, high) = posterior.Interval(Standing.Confidence);
        var avoid = everywhere.Worked == 0
            || (sum.Failed >= EnoughFailures && sum.FailedWeight > sum.WorkedWeight)
            || high < .5;
        return new Standing(
            low, low, high, sum.Level, sum.Worked, sum.Failed, sum.Unknown, sum.LastWorkedTs, sum.CameBackTs, sum.WorkedWeight, sum.FailedWeight, avoid);
    }

    private static BetaDistribution Posterior(double priorMean, Sum sum) =>
        new((PriorWeight * priorMean) + sum.WorkedWeight, (PriorWeight * (1 - priorMean)) + sum.FailedWeight);

    private static bool IsSaid(Scope asked, StandingLevel level) => asked.Service is not null && level switch
    {
        StandingLevel.Service => true,
        StandingLevel.ServiceAndEnvironment => asked.Environment is not null,
        StandingLevel.WithoutVersion => asked.Environment is not null && asked.Server is not null,
        _ => asked.Environment is not null && asked.Server is not null && asked.Version is not null,
    };

    private static bool IsWithin(Scope scope, Scope asked, StandingLevel level) =>
        (level > StandingLevel.Service || scope.Service == asked.Service)
        && (level > StandingLevel.ServiceAndEnvironment || scope.Environment == asked.Environment)
        && (level > StandingLevel.WithoutVersion || scope.Server == asked.Server)
        && (level > StandingLevel.Exact || scope.Version == asked.Version);

    private sealed record Sum(StandingLevel Level)
    {
        public long Worked { get; private set; }

        public long Failed { get; private set; }

        public long Unknown { get; private set; }

        public double WorkedWeight { get; private set; }

        public double FailedWeight { get; private set; }

        public long? LastWorkedTs { get; private set; }

        public long? CameBackTs { get; private set; }

        public bool IsConclusive => Worked + Failed > 0;

        public static Sum Of(IReadOnlyList<ScopedEvidence> evidence, Scope asked, StandingLevel level, long now, OutcomeSettings settings)
        {
            var sum = new Sum(level);
            foreach (var scoped in evidence)
            {
                if (IsWithin(scoped.Scope, asked, level))
                    sum.Add(scoped, Fading(scoped, asked, now, settings), settings);
            }

            return sum;
        }

        private void Add(ScopedEvidence scoped, double fading, OutcomeSettings settings)
        {
            Worked += scoped.Worked.Total;
            Failed += scoped.Failed.Total + scoped.CameBack;
            Unknown += scoped.Unknown;
            WorkedWeight += fading * settings.Weigh(scoped.Worked);
            FailedWeight += fading * (settings.Weigh(scoped.Failed) + scoped.CameBack);
            LastWorkedTs = Newest(LastWorkedTs, scoped.LastWorkedTs);
            CameBackTs = Newest(CameBackTs, scoped.CameBackTs);
        }

        private static double Fading(ScopedEvidence scoped, Scope asked, long now, OutcomeSettings settings)
        {
            var days = Math.Max(0, now - (scoped.LastTs ?? now)) / (24.0 * 60 * 60 * 1000);
            var otherVersion = asked.Version is not null && scoped.Scope.Version is not null && asked.Version != scoped.Scope.Version;
            return Math.Pow(.5, days / settings.HalfLifeDays) * (otherVersion ? settings.OtherVersionFactor : 1);
        }

        private static long? Newest(long? one, long? other) => one is null || other > one ? other ?? one : one;
    }
}
