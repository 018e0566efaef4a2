using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The legs of a recall over the state of a record: whole words, BM25 with k1 1.2 and b .75.</summary>
internal sealed class ReferenceFixSearch(ReferenceStore store) : IFixSearch
{
    private readonly ReferenceRules _rules = store.Rules;

    public Task<SearchLegs> SearchAsync(SearchQuery query, CancellationToken ct) =>
        store.ReadAsync(state => _rules.Found(Search(state, _rules.Query(query))), ct);

    private SearchLegs Search(ReferenceState state, SearchQuery query)
    {
        var all = state.Fixes.Values.Select(f => Document.Of(state, f)).Concat(state.Memories.Values.Select(Document.Of)).ToList();
        var wanted = all.Where(d => IsWanted(d, query)).ToList();
        return new SearchLegs(FingerprintLeg(state, wanted, query), WordLeg(all, wanted, query), null, 0, 0);
    }

    private List<LegHit> FingerprintLeg(ReferenceState state, List<Document> wanted, SearchQuery query)
    {
        var fixes = wanted.Where(d => query.Fingerprint is { } asked && state.Fixes.GetValueOrDefault(d.Id)?.Fingerprint == asked)
            .Select(d => state.Fixes[d.Id]);
        return [.. ReferenceReads.Newest(fixes, query.Depth, _rules).Select(f => new LegHit(f.Id, 1))];
    }

    private List<WordHit> WordLeg(List<Document> all, List<Document> wanted, SearchQuery query)
    {
        var idf = Document.Split(query.Text).Distinct().ToDictionary(w => w, w => Rarity(all.Count(d => d.Words.Contains(w)), all.Count));
        var length = all.Count == 0 ? 1 : all.Average(d => d.Words.Count);
        return
        [
            .. wanted.Where(d => d.Words.Any(idf.ContainsKey))
                .Select(d => new WordHit(
                    d.Id,
                    idf.Sum(w => w.Value * Saturated(d.Words.Count(x => x == w.Key), d.Words.Count / length)),
                    idf.Where(w => d.Words.Contains(w.Key)).Sum(w => w.Value) / idf.Sum(w => w.Value)))
                .OrderByDescending(h => h.Raw).ThenBy(h => h.Id).Take(_rules.Limit(query.Depth)),
        ];

        // A word that nothing holds counts as one that a single record holds.
        double Rarity(int holders, int total) => Math.Log(1 + ((total - Math.Max(1, holders) + .5) / (Math.Max(1, holders) + .5)));
    }

    private static double Saturated(int count, double relativeLength) =>
        count * 2.2 / (count + (1.2 * (.25 + (.75 * relativeLength))));

    private static bool IsWanted(Document document, SearchQuery query) =>
        (query.Kinds == SearchKinds.FixesAndMemories || document.Kind == RecordKind.Fix)
        && (query.Filter.Kind is null || document.Kind == query.Filter.Kind)
        && (query.Before is null || document.Ts < query.Before)
        && !query.Exclude.Contains(document.Id)
        && (query.Filter.Tag is null || document.Tags.Contains(query.Filter.Tag))
        && document.Tellings.Any(t => (query.Filter.Agent is null || t.Agent == query.Filter.Agent) && IsIn(t.Scope, query.Filter.Scope));

    private static bool IsIn(Domain.Scopes.Scope scope, Domain.Scopes.Scope asked) =>
        (asked.Service is null || asked.Service == scope.Service) && (asked.Server is null || asked.Server == scope.Server)
        && (asked.Environment is null || asked.Environment == scope.Environment) && (asked.Version is null || asked.Version == scope.Version);

    private sealed record Document(
        Guid Id, RecordKind Kind, long Ts, IReadOnlyList<string> Words, IReadOnlyList<string> Tags, IReadOnlyList<(string? Agent, Domain.Scopes.Scope Scope)> Tellings)
    {
        internal static Document Of(ReferenceState state, Fix fix) => new(
            fix.Id, RecordKind.Fix, fix.Ts, Split(fix.IssueText + "\n" + fix.Solution), fix.Tags,
            [.. state.ReportsOf(fix.Id).Select(r => (r.Agent, r.Scope))]);

        internal static Document Of(Memory memory) => new(
            memory.Id, RecordKind.Memory, memory.Ts, Split(memory.Key + "\n" + memory.Content), [], [(memory.Agent, memory.Scope)]);

        internal static List<string> Split(string text)
        {
            var spaced = string.Create(text.Length, text, (span, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                    span[i] = char.IsLetterOrDigit(from[i]) ? char.ToLowerInvariant(from[i]) : ' ';
            });
            return [.. spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        }
    }
}
