namespace ObsControlPlane.Domain.Outcomes;

/// <summary>How well a fix has proven itself for a scope: the credible interval of a Beta over weighted outcomes (contract 3).</summary>
/// <param name="Score">The interval's lower end, 0–1; null without evidence.</param>
/// <param name="Low">Lower end, 0–1; null without evidence.</param>
/// <param name="High">Upper end, 0–1; null without evidence.</param>
/// <param name="Level">The scope it was read from.</param>
/// <param name="Worked">Counted successes at that level.</param>
/// <param name="Failed">Counted failures, roll-backs and returns at that level.</param>
/// <param name="Unknown">Attempted and unknown outcomes at that level.</param>
/// <param name="LastWorkedTs">Newest success at that level, epoch milliseconds, or null.</param>
/// <param name="CameBackTs">Newest return of the issue after a success at that level, epoch milliseconds, or null.</param>
/// <param name="WorkedWeight">Weighted successes at that level, 0 or more.</param>
/// <param name="FailedWeight">Weighted failures at that level, 0 or more.</param>
/// <param name="Avoid">True when the fix failed and must not be offered as a result (contract 3).</param>
public sealed record Standing(
    double? Score, double? Low, double? High, StandingLevel Level, long Worked, long Failed, long Unknown,
    long? LastWorkedTs, long? CameBackTs, double WorkedWeight, double FailedWeight, bool Avoid)
{
    /// <summary>Probability mass of the interval.</summary>
    public const double Confidence = .95;

    /// <summary>Weighted successes exceed weighted failures.</summary>
    public bool Proven => WorkedWeight > FailedWeight;
}

/// <summary>Scope levels from the narrowest to the widest.</summary>
public enum StandingLevel
{
    /// <summary>Service, server, environment and version.</summary>
    Exact = 0,

    /// <summary>Service, server and environment.</summary>
    WithoutVersion = 1,

    /// <summary>Service and environment.</summary>
    ServiceAndEnvironment = 2,

    /// <summary>Service.</summary>
    Service = 3,

    /// <summary>Everywhere.</summary>
    Everywhere = 4,
}
