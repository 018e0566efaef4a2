using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Issues;

/// <summary>Reads the patterns of the last days; the first look and the list of patterns show the same.</summary>
internal sealed class PatternViews(IFixMemory memory, FixViews views, TimeProvider clock)
{
    /// <summary>The patterns of a window that ends now.</summary>
    public async Task<IssuePatterns> ReadAsync(int days, int limit, CancellationToken ct)
    {
        var until = clock.GetUtcNow();
        var window = TimeSpan.FromDays(days);
        var since = (until - window).ToUnixTimeMilliseconds();
        var previousSince = (until - (2 * window)).ToUnixTimeMilliseconds();
        var found = await memory.GetPatternsAsync(since, previousSince, until.ToUnixTimeMilliseconds(), limit, ct);
        return new IssuePatterns(days, since, [.. found.Select(ViewOf)]);
    }

    private PatternView ViewOf(IssuePattern pattern)
    {
        var worked = pattern.Fixes.Sum(record => record.Fix.Outcomes.Worked);
        var failed = pattern.Fixes.Sum(record => record.Fix.Outcomes.AllFailed);
        return new PatternView(
            pattern.Fingerprint, pattern.IssueText, pattern.Count, pattern.PreviousCount, pattern.FirstSeen, pattern.LastSeen,
            pattern.Servers, pattern.Agents, worked, failed, Rates.Of(worked, failed), Rates.IntervalOf(worked, failed), BestOf(pattern.Fixes));
    }

    // A fix nobody has tried ranks as recall ranks it: with what is known of nothing.
    private Guid? BestOf(IReadOnlyList<FixWithEvidence> fixes) => fixes
        .Where(record => record.Fix.SupersededBy is null && record.Fix.MergedInto is null)
        .Select(record => views.Of(record, Scope.Everywhere))
        .Where(view => !view.Standing.Avoid)
        .OrderByDescending(view => view.Standing.Score ?? StandingCalculator.NoEvidenceLow)
        .ThenBy(view => view.Fix.Id)
        .FirstOrDefault()?.Fix.Id;
}
