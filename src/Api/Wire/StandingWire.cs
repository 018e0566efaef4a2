using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Api.Wire;

/// <summary>How well a fix has proven itself for a scope: the credible interval of a Beta over weighted outcomes (contract 3).</summary>
internal sealed record StandingWire
{
    /// <summary>The interval's lower end, 0–1; null without evidence.</summary>
    public required double? Score { get; init; }

    /// <summary>Lower end, 0–1; null without evidence.</summary>
    public required double? Low { get; init; }

    /// <summary>Upper end, 0–1; null without evidence.</summary>
    public required double? High { get; init; }

    /// <summary>Probability mass of the interval, .95.</summary>
    public required double Confidence { get; init; }

    /// <summary>The scope it was read from, the narrowest with evidence.</summary>
    public required StandingLevel Level { get; init; }

    /// <summary>Counted successes at that level.</summary>
    public required long Worked { get; init; }

    /// <summary>Counted failures, roll-backs and returns at that level.</summary>
    public required long Failed { get; init; }

    /// <summary>Attempted and unknown outcomes at that level.</summary>
    public required long Unknown { get; init; }

    /// <summary>Newest success at that level, epoch milliseconds, or null.</summary>
    public required long? LastWorkedTs { get; init; }

    /// <summary>Newest return of the issue after a success, epoch milliseconds, or null.</summary>
    public required long? CameBackTs { get; init; }
}

/// <summary>Counted outcomes of each kind.</summary>
internal sealed record OutcomesWire
{
    /// <summary>It solved the issue.</summary>
    public required long Worked { get; init; }

    /// <summary>It did not.</summary>
    public required long Failed { get; init; }

    /// <summary>It was undone; counts as a failure.</summary>
    public required long RolledBack { get; init; }

    /// <summary>Applied, result not known; counts neither way.</summary>
    public required long Attempted { get; init; }

    /// <summary>Nobody said; counts neither way.</summary>
    public required long Unknown { get; init; }
}
