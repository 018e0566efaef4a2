namespace ObsControlPlane.Domain.Outcomes;

/// <summary>How an application of a fix ended (contract 3). Unknown is never failure.</summary>
public enum OutcomeKind
{
    /// <summary>Nobody said; counts neither way.</summary>
    Unknown = 0,

    /// <summary>It was applied and no result is known yet; counts neither way.</summary>
    Attempted = 1,

    /// <summary>It solved the issue.</summary>
    Worked = 2,

    /// <summary>It did not solve the issue.</summary>
    Failed = 3,

    /// <summary>It was undone; counts as a failure.</summary>
    RolledBack = 4,
}
