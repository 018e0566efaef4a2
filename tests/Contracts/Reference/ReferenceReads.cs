using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>What is read from a state, by going through all of it.</summary>
internal static class ReferenceReads
{
    internal static FixWithEvidence WithEvidence(ReferenceState state, Fix fix, ReferenceRules rules) =>
        new(fix, Evidence(state, fix.Id, rules));

    internal static IReadOnlyList<ScopedEvidence> Evidence(ReferenceState state, Guid fix, ReferenceRules rules)
    {
        var outcomes = state.Outcomes.Where(o => o.Counted && o.Outcome.FixId == fix).Select(o => o.Outcome).ToList();
        var returns = state.Returns.Where(r => r.FixId == fix).ToList();
        return
        [
            .. outcomes.Select(o => rules.EvidenceScope(o.Scope)).Concat(returns.Select(r => rules.EvidenceScope(r.Scope))).Distinct()
                .Select(scope => InScope(
                    [.. outcomes.Where(o => rules.EvidenceScope(o.Scope) == scope)],
                    [.. returns.Where(r => rules.EvidenceScope(r.Scope) == scope)])
                    with
                { Scope = scope }),
        ];
    }

    internal static IReadOnlyList<Fix> Newest(IEnumerable<Fix> fixes, int limit, ReferenceRules rules)
    {
        var ordered = fixes.ToList();
        ordered.Sort((a, b) => rules.Order((a.Ts, a.Id), (b.Ts, b.Id)));
        return [.. ordered.Take(rules.Limit(limit))];
    }

    internal static bool Matches(ReferenceState state, Fix fix, FixListQuery query, ReferenceRules rules)
    {
        var reports = state.ReportsOf(fix.Id);
        if (!rules.AnyTelling)
            reports = reports.OrderBy(r => r.Ts).TakeLast(1);
        return (query.After is null || rules.IsAfter(query.After, (fix.Ts, fix.Id)))
            && (query.Success is null || rules.StateOf(fix) == query.Success)
            && (query.Since is null || rules.AtOrAfter(fix.Ts, query.Since.Value))
            && (query.Fingerprint is null || fix.Fingerprint == query.Fingerprint)
            && reports.Any(r => rules.ToldBy(r, query));
    }

    internal static IReadOnlyList<IssuePattern> Patterns(
        ReferenceState state, long since, long previousSince, long until, int limit, ReferenceRules rules)
    {
        var told = state.Reports.Select(r => new Mention(r.Report.Fingerprint, r.Report.Ts, r.Report.Scope.Server, r.Report.Agent));
        if (rules.CountsOccurrences)
            told = told.Concat(state.Seen.Select(o => MentionOf(state.Episodes[o.EpisodeId].Episode, o.Ts)));
        var patterns = told.GroupBy(m => m.Issue)
            .Select(g => Pattern(state, g.Key, [.. g], since, previousSince, until, rules))
            .OfType<IssuePattern>().ToList();
        patterns.Sort(rules.PatternOrder);
        return [.. patterns.Take(rules.Limit(limit))];
    }

    private static IssuePattern? Pattern(
        ReferenceState state, Fingerprint issue, List<Mention> all, long since, long previousSince, long until, ReferenceRules rules)
    {
        var window = all.Where(m => rules.AtOrAfter(m.Ts, since) && rules.AtOrBefore(m.Ts, until)).ToList();
        if (window.Count == 0)
            return null;
        return new IssuePattern(
            issue, state.IssueText(issue) ?? "", window.Count,
            all.Count(m => rules.AtOrAfter(m.Ts, previousSince) && !rules.AtOrAfter(m.Ts, since)),
            all.Min(m => m.Ts), window.Max(m => m.Ts), Names(window.Select(m => m.Server), rules), Names(window.Select(m => m.Agent), rules),
            [.. state.Fixes.Values.Where(f => f.Fingerprint == issue).OrderBy(f => f.Id).Select(f => WithEvidence(state, f, rules))]);
    }

    private static IReadOnlyList<string> Names(IEnumerable<string?> names, ReferenceRules rules) =>
        [.. names.OfType<string>().Distinct(rules.Names).Order(rules.Names)];

    private static ScopedEvidence InScope(List<OutcomeReport> outcomes, List<Return> returns)
    {
        var conclusive = outcomes.Where(o => o.IsConclusive).Select(o => o.Ts).Concat(returns.Select(r => r.Ts)).ToList();
        return new ScopedEvidence(
            Domain.Scopes.Scope.Everywhere,
            Tally(outcomes.Where(o => o.Success == true)),
            Tally(outcomes.Where(o => o.Success == false)),
            outcomes.Count(o => !o.IsConclusive),
            returns.Count,
            Newest(conclusive),
            Newest(outcomes.Where(o => o.Success == true).Select(o => o.Ts)),
            Newest(returns.Select(r => r.Ts)));
    }

    private static long? Newest(IEnumerable<long> instants) => instants.Select(ts => (long?)ts).Max();

    private static EvidenceTally Tally(IEnumerable<OutcomeReport> outcomes) =>
        outcomes.Aggregate(default(EvidenceTally), (tally, outcome) => tally.Plus(outcome.Evidence.Kind));

    private static Mention MentionOf(Episode episode, long ts) => new(episode.Fingerprint, ts, episode.Server, null);

    private sealed record Mention(Fingerprint Issue, long Ts, string? Server, string? Agent);
}
