using System.Collections.Concurrent;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Application.Sources;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>
/// The best fix of each of many issues, at a bounded cost: of exactly the issue for all of them, which is a look into the index; and for the first few that
/// have no proven one so, a whole recall, until the time is over. What could not be asked has none, and is asked for on its own page.
/// </summary>
internal sealed class BestFixes(RecallAnswers answers, AlertSettings settings, TimeProvider clock)
{
    private const int AtOnce = 4;
    private const int Looked = 3;

    /// <summary>Asks for them; a store that fails costs only its answers.</summary>
    /// <param name="issues">The issues; of one that is named twice the first counts.</param>
    /// <param name="ct">Cancels it.</param>
    /// <returns>An answer for each issue that could be asked for.</returns>
    public async Task<IReadOnlyDictionary<Fingerprint, BestFix>> ForAsync(IReadOnlyList<AskedIssue> issues, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var budget = TimeSpan.FromMilliseconds(settings.RecallBudgetMilliseconds);
        var found = new ConcurrentDictionary<Fingerprint, BestFix>();
        List<AskedIssue> asked = [.. issues.DistinctBy(issue => issue.Fingerprint)];
        await SourceCall.RunAsync(token => ExactAsync(asked, found, token), budget, clock, ct);
        List<AskedIssue> open = [.. asked.Where(issue => found.GetValueOrDefault(issue.Fingerprint) is not { Verdict: Verdict.Proven }).Take(settings.RecallsPerDelivery)];
        TimeSpan Left() => budget - clock.GetElapsedTime(started);
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (issue, token) =>
        {
            if (Left() <= TimeSpan.Zero)
                return;
            var query = QueryOf(issue) with { BudgetMilliseconds = Math.Max(1, (int)Left().TotalMilliseconds) };
            var recalled = await SourceCall.RunAsync(asking => answers.AskAsync(query, asking), Left(), clock, token);
            if (recalled.Value is { } answer)
                found[issue.Fingerprint] = BestFix.Of(answer.Results);
        });
        return found;
    }

    private async Task<object> ExactAsync(List<AskedIssue> asked, ConcurrentDictionary<Fingerprint, BestFix> found, CancellationToken ct)
    {
        foreach (var issue in asked)
            found[issue.Fingerprint] = await answers.AskExactAsync(QueryOf(issue), ct);
        return found;
    }

    private static RecallQuery QueryOf(AskedIssue issue) =>
        new(Domain.Fixes.Fix.KeyPrefix + issue.Text, Looked, issue.Scope, Fingerprint: issue.Fingerprint);
}

/// <summary>An issue whose fix is asked for.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Text">Its text; not blank.</param>
/// <param name="Scope">Where it happens.</param>
internal sealed record AskedIssue(Fingerprint Fingerprint, string Text, Scope Scope);

/// <summary>The fix to try first.</summary>
/// <param name="Verdict">Whether it has proven itself.</param>
/// <param name="Hit">The fix; null when there is none.</param>
public sealed record BestFix(Verdict Verdict, RecallHit? Hit)
{
    /// <summary>There is none.</summary>
    public static readonly BestFix None = new(Verdict.None, null);

    /// <summary>The first of some results that has proven itself, else the first.</summary>
    /// <param name="results">Fixes, best first.</param>
    internal static BestFix Of(IReadOnlyList<RecallHit> results)
    {
        var fixes = results.Where(hit => hit.Fix is not null).ToList();
        if (fixes.Find(hit => hit.Fix!.Standing.Proven) is { } proven)
            return new BestFix(Verdict.Proven, proven);
        return fixes.Count > 0 ? new BestFix(Verdict.Unproven, fixes[0]) : None;
    }
}
