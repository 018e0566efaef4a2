namespace ObsControlPlane.Domain.Recall;

/// <summary>What an answer amounts to (contract 6).</summary>
public enum Verdict
{
    /// <summary>No result.</summary>
    None = 0,

    /// <summary>Results, none of them proven.</summary>
    Unproven = 1,

    /// <summary>At least one result is proven.</summary>
    Proven = 2,
}
