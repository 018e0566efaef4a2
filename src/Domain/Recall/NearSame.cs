namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Groups fixes of one issue whose solutions differ in their dress alone: case, white space, quotes and sentence punctuation, never in an operator,
/// a sign or an option (<see cref="SolutionKey"/>). What worked, what failed and what nobody knows of are never grouped with each other, and
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
