namespace ObsControlPlane.Reliability.Judging;

/// <summary>What a fault did to the record; all lists are empty when it did nothing.</summary>
/// <param name="Lost">Acknowledged and gone, or changed.</param>
/// <param name="Phantoms">Refused, erased or never asked for, and there.</param>
/// <param name="Duplicates">There or counted more often than asked for.</param>
/// <param name="AfterUnavailable">Answered 503, which says "not stored", and there.</param>
internal sealed record Verdict(IReadOnlyList<string> Lost, IReadOnlyList<string> Phantoms, IReadOnlyList<string> Duplicates, IReadOnlyList<string> AfterUnavailable)
{
    public bool IsClean => Lost.Count + Phantoms.Count + Duplicates.Count == 0;
}
