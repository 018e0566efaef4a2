using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>Begins each of some writes when those before it are done that concern the same things; none after one that failed of them.</summary>
/// <param name="issues">Issues of fixes that writes name without their issue.</param>
internal sealed class GivingOrder(IReadOnlyDictionary<Guid, Fingerprint> issues)
{
    private readonly Dictionary<string, Task<bool>> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Fingerprint> _issues = new(issues);
    private readonly List<Task<bool>> _all = [];
    private Task<bool> _everything = Task.FromResult(true);

    /// <summary>Adds the next write.</summary>
    /// <param name="concerns">What it concerns.</param>
    /// <param name="give">Does it; false when none after it may be done.</param>
    /// <returns>Whether it was done.</returns>
    public Task<bool> Add(Concerns concerns, Func<Task<bool>> give)
    {
        foreach (var (id, issue) in concerns.Fixes.Where(fix => fix.Issue is not null))
            _issues[id] = issue!.Value;

        // A fix that nobody knows, or knows by another id, may be of any issue.
        var ofAny = concerns == Concerns.Everything || concerns.Fixes.Any(fix => !_issues.ContainsKey(fix.Id));
        List<string> names = [.. concerns.Names, .. concerns.Fixes.Where(fix => _issues.ContainsKey(fix.Id)).Select(fix => Concerns.NameOf(_issues[fix.Id]))];
        List<Task<bool>> before = ofAny ? [.. _all] : [_everything, .. names.Select(name => _last.GetValueOrDefault(name, _everything))];
        var done = GiveAfterAsync(before, give);
        foreach (var name in names)
            _last[name] = done;
        _all.Add(done);
        if (ofAny)
        {
            _last.Clear();
            _everything = done;
        }

        return done;
    }

    private static async Task<bool> GiveAfterAsync(List<Task<bool>> before, Func<Task<bool>> give)
    {
        foreach (var earlier in before)
        {
            if (!await earlier.ConfigureAwait(false))
                return false;
        }

        return await give().ConfigureAwait(false);
    }
}
