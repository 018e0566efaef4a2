namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Groups fixes of one issue whose solutions are the same words of prose in another dress (<see cref="SolutionKey"/>); commands are never grouped. What worked, what failed and what nobody knows of are never grouped with each other, and
/// the record keeps them all apart.
/// </summary>
internal static class NearSame
{
    /// <summary>Leaves the best of each group, counting the others.</summary>
    /// <param name="ordered">Hits, best first.</param>
    internal static IEnumerable<RankedHit> Fold(IEnumerable<RankedHit> ordered) => ordered
        .GroupBy(hit => hit.Finding.Record.IsFix ? (object)(hit.Finding.Record.Solution, hit.Finding.Record.Success) : hit.Id)
        .Select(group => group.First() with { Similar = group.Sum(hit => hit.Similar) + group.Count() - 1 });
}
