namespace ObsControlPlane.Domain.Recall;

/// <summary>A ranked answer. Each list is best first: entries of the very key asked for, newest first, then by score, ties by id.</summary>
/// <param name="Verdict">Whether a result is proven.</param>
/// <param name="Results">What answers the question.</param>
/// <param name="Avoid">What would be a result, had it not failed.</param>
/// <param name="Candidates">The nearest below the threshold; empty unless asked for.</param>
/// <param name="RunnerUpReason">Why the second result is not the first, one sentence; null with fewer than two.</param>
public sealed record Ranking(
    Verdict Verdict, IReadOnlyList<RankedHit> Results, IReadOnlyList<RankedHit> Avoid, IReadOnlyList<RankedHit> Candidates, string? RunnerUpReason);
