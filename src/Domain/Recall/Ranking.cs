namespace ObsControlPlane.Domain.Recall;

/// <summary>A ranked answer. Each list is best first: entries of the very key asked for, newest first, then by score, ties by id.</summary>
/// <param name="Results">What answers the question.</param>
/// <param name="Avoid">What would be a result, had it not failed.</param>
/// <param name="Candidates">The nearest below the threshold; empty unless asked for.</param>
public sealed record Ranking(IReadOnlyList<RankedHit> Results, IReadOnlyList<RankedHit> Avoid, IReadOnlyList<RankedHit> Candidates)
{
    /// <summary>What the results amount to.</summary>
    public Verdict Verdict => Results switch
    {
        [] => Verdict.None,
        _ when Results.Any(hit => hit.Finding.Standing?.Proven ?? false) => Verdict.Proven,
        _ => Verdict.Unproven,
    };

    /// <summary>Why the second result is not the first, one sentence; null with fewer than two.</summary>
    public string? RunnerUpReason => Results is [var first, var second, ..] ? Recall.RunnerUpReason.Of(first, second) : null;

    /// <summary>Every hit of every list.</summary>
    public IEnumerable<RankedHit> Hits => Results.Concat(Avoid).Concat(Candidates);

    /// <summary>The answer with a smaller limit.</summary>
    /// <param name="limit">Results and candidates together, 1 or more; <see cref="Avoid"/> has this many too.</param>
    public Ranking Head(int limit)
    {
        IReadOnlyList<RankedHit> results = [.. Results.Take(limit)];
        return new Ranking(results, [.. Avoid.Take(limit)], [.. Candidates.Take(limit - results.Count)]);
    }

    /// <summary>The answer without hits that cannot be shown: one that was erased since, or that a copy does not hold, proves nothing and explains nothing.</summary>
    /// <param name="isThere">Whether a hit can be shown.</param>
    public Ranking Only(Func<RankedHit, bool> isThere) => new([.. Results.Where(isThere)], [.. Avoid.Where(isThere)], [.. Candidates.Where(isThere)]);
}
