namespace ObsControlPlane.Domain.Recall;

/// <summary>Hides fixes that were superseded behind their successors.</summary>
internal static class Succession
{
    /// <summary>Leaves the hits that nothing superseded, each counting those it superseded, however many steps back.</summary>
    /// <remarks>A superseded fix whose successor was not found at all is not shown: what replaced it does not answer this question.</remarks>
    internal static List<RankedHit> Fold(IReadOnlyList<RankedHit> hits)
    {
        var byId = hits.ToDictionary(hit => hit.Id);
        var superseded = new Dictionary<Guid, int>();
        foreach (var hit in hits)
        {
            if (hit.Finding.Record.SupersededBy is not null && LastOf(hit, byId) is { } last)
                superseded[last] = superseded.GetValueOrDefault(last) + 1;
        }

        return [.. hits
            .Where(hit => hit.Finding.Record.SupersededBy is null)
            .Select(hit => hit with { Similar = hit.Similar + superseded.GetValueOrDefault(hit.Id) })];
    }

    private static Guid? LastOf(RankedHit hit, Dictionary<Guid, RankedHit> byId)
    {
        var current = hit;

        // As many steps as there are hits end every chain, a damaged one that turns in a circle too.
        for (var step = 0; step < byId.Count; step++)
        {
            if (current.Finding.Record.SupersededBy is not { } next)
                return current.Id;
            if (!byId.TryGetValue(next, out current!))
                return null;
        }

        return null;
    }
}
