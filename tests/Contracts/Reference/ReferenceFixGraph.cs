using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The graph in its plainest form: the newest state of each record, connections looked for when asked.</summary>
internal sealed class ReferenceFixGraph(ReferenceRules rules) : IFixGraph
{
    private const long SuccessionMilliseconds = 60 * 60 * 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Kind, string Id), GraphChange> _states = [];

    private IEnumerable<FixState> Fixes => _states.Values.OfType<FixState>();

    public Task<int> ProjectAsync(IReadOnlyList<GraphChange> changes, CancellationToken ct) => Locked(() => changes.Count(Apply), ct);

    public Task<IReadOnlyList<FixWithEvidence>> GetFixesAsync(IReadOnlyList<Guid> ids, CancellationToken ct) => Locked<IReadOnlyList<FixWithEvidence>>(
        () =>
        {
            var states = Fixes.ToDictionary(f => f.Fix.Id);
            return [.. rules.AskedIds(ids).Select(id => states.GetValueOrDefault(id)).OfType<FixState>().Select(f => new FixWithEvidence(f.Fix, f.Evidence))];
        },
        ct);

    public Task<IReadOnlyList<FixWithEvidence>> GetRecentAsync(int limit, CancellationToken ct) => Locked(() => Newest(_ => true, limit), ct);

    public Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct) =>
        Locked(() => Newest(f => rules.Contains(f.Fix.IssueText, text), limit), ct);

    public Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct) =>
        Locked<IReadOnlyList<IssuePattern>>(
            () =>
            {
                var state = new ReferenceState();
                foreach (var fix in Fixes)
                {
                    state.Fixes[fix.Fix.Id] = fix.Fix;
                    state.Reports.AddRange(fix.Reports.Select(r => new ToldReport(fix.Fix.Id, r)));
                }

                return ReferenceReads.Patterns(state, since, previousSince, until, limit, rules);
            },
            ct);

    public Task<IReadOnlyList<Agent>> GetAgentsAsync(int limit, CancellationToken ct) =>
        Locked<IReadOnlyList<Agent>>(
            () =>
            {
                var agents = _states.Values.OfType<AgentState>().Select(a => a.Agent).ToList();
                agents.Sort((a, b) => rules.NameOrder(a.Name, b.Name));
                return [.. agents.Take(rules.Limit(limit))];
            },
            ct);

    public Task<IReadOnlyList<RelatedFix>> GetRelatedAsync(Fingerprint fingerprint, int limit, CancellationToken ct) =>
        Locked<IReadOnlyList<RelatedFix>>(
            () =>
            [
                .. Fixes.Where(f => f.Fix.Fingerprint != fingerprint && f.Fix.Outcomes.Worked > 0)
                    .Select(f => Related(fingerprint, f)).OfType<RelatedFix>()
                    .OrderByDescending(r => r.Shared).ThenBy(r => r.Fix.Fix.Id).Take(rules.Limit(limit)),
            ],
            ct);

    public Task<GraphStats> GetStatsAsync(CancellationToken ct) =>
        Locked(
            () => rules.Sizes(new GraphStats(
                "reference", Fixes.Count(), _states.Values.OfType<AgentState>().Count(), Fixes.Select(f => f.Fix.Fingerprint).Distinct().Count(),
                ReportsOf(_ => true).Select(r => r.Scope.Server).OfType<string>().Distinct().Count(), ReportsOf(_ => true).Count(), 0)),
            ct);

    private bool Apply(GraphChange change)
    {
        var key = change switch
        {
            FixState fix => ("fix", fix.Fix.Id.ToString()),
            FixTombstone erased => ("fix", erased.Id.ToString()),
            AgentState agent => ("agent", agent.Agent.Name),
            AgentTombstone gone => ("agent", gone.Name),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "No such change."),
        };
        if (_states.TryGetValue(key, out var known) && !rules.IsNewer(change.Revision, known.Revision))
            return false;
        _states[key] = change;
        return true;
    }

    private RelatedFix? Related(Fingerprint asked, FixState fix)
    {
        var mine = ReportsOf(f => f.Fix.Fingerprint == asked).ToList();
        var others = ReportsOf(f => f.Fix.Fingerprint == fix.Fix.Fingerprint).ToList();
        var servers = mine.Select(r => r.Scope.Server).OfType<string>().Intersect(others.Select(r => r.Scope.Server).OfType<string>()).Order(StringComparer.Ordinal).ToList();
        var agents = mine.Select(r => r.Agent).OfType<string>().Intersect(others.Select(r => r.Agent).OfType<string>()).Order(StringComparer.Ordinal).ToList();
        var followed = servers.Count(s => mine.Any(m => m.Scope.Server == s && others.Any(
            o => o.Scope.Server == s && o.Ts > m.Ts && rules.AtOrBefore(o.Ts, m.Ts + SuccessionMilliseconds))));
        var shared = servers.Count + agents.Count + followed;
        if (shared == 0)
            return null;
        var between = servers.Count > 0 ? new PathStep("server", servers[0], "seen_on") : new PathStep("agent", agents[0], "reported_by");
        return new RelatedFix(
            new FixWithEvidence(fix.Fix, fix.Evidence), shared,
            [
                new PathStep("issue", asked.Value, ""), between, new PathStep("issue", fix.Fix.Fingerprint.Value, between.Relation),
                new PathStep("fix", fix.Fix.Id.ToString(), "resolved_by"),
            ]);
    }

    private IEnumerable<FixReport> ReportsOf(Func<FixState, bool> which) => Fixes.Where(which).SelectMany(f => f.Reports);

    private IReadOnlyList<FixWithEvidence> Newest(Func<FixState, bool> which, int limit)
    {
        var states = Fixes.Where(which).ToDictionary(f => f.Fix.Id);
        return [.. ReferenceReads.Newest(states.Values.Select(f => f.Fix), limit, rules).Select(f => new FixWithEvidence(f, states[f.Id].Evidence))];
    }

    private async Task<T> Locked<T>(Func<T> work, CancellationToken ct)
    {
        rules.Token(ct).ThrowIfCancellationRequested();
        await Task.Yield();
        lock (_gate)
            return work();
    }
}
