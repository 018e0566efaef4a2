namespace ObsControlPlane.Domain.Outcomes;

/// <summary>Why an outcome is believed; decides its weight (contract 3).</summary>
public enum EvidenceKind
{
    /// <summary>An agent or a person reported it without a check; weight .5.</summary>
    Reported = 0,

    /// <summary>A person vouches for it; weight .8.</summary>
    Person = 1,

    /// <summary>A check ran and confirmed it; weight 1.</summary>
    Verified = 2,

    /// <summary>The alert cleared after it; weight .3. Only the control plane itself gives it.</summary>
    AlertCleared = 3,
}

/// <summary>Evidence of an outcome.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Note">Free text of at most 4 KiB, or null.</param>
public sealed record Evidence(EvidenceKind Kind, string? Note = null)
{
    /// <summary>What a plain <c>success</c> in a write stands for.</summary>
    public static readonly Evidence Plain = new(EvidenceKind.Reported);
}
