namespace ObsControlPlane.Domain.Outcomes;

/// <summary>How many counted outcomes of each kind a fix has; none is negative.</summary>
/// <param name="Worked">It solved the issue.</param>
/// <param name="Failed">It did not.</param>
/// <param name="RolledBack">It was undone.</param>
/// <param name="Attempted">Applied, result not known.</param>
/// <param name="Unknown">Nobody said.</param>
public sealed record OutcomeCounts(long Worked = 0, long Failed = 0, long RolledBack = 0, long Attempted = 0, long Unknown = 0)
{
    /// <summary>No outcome at all.</summary>
    public static readonly OutcomeCounts None = new();

    /// <summary>True when nothing was counted.</summary>
    public bool IsEmpty => this == None;

    /// <summary>Failed and rolled back together.</summary>
    public long AllFailed => Failed + RolledBack;

    /// <summary>The counts with one more of a kind.</summary>
    /// <param name="kind">The kind that happened once more.</param>
    /// <returns>New counts; these are unchanged.</returns>
    public OutcomeCounts Plus(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Worked => this with { Worked = Worked + 1 },
        OutcomeKind.Failed => this with { Failed = Failed + 1 },
        OutcomeKind.RolledBack => this with { RolledBack = RolledBack + 1 },
        OutcomeKind.Attempted => this with { Attempted = Attempted + 1 },
        _ => this with { Unknown = Unknown + 1 },
    };
}
