using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>A record as the reference searches it: whole words in lower case.</summary>
internal sealed record SearchDocument(
    RecordFacts Facts, IReadOnlyList<string> Words, IReadOnlyList<string> Tags, IReadOnlyList<(string? Agent, Scope Scope)> Tellings)
{
    internal Guid Id => Facts.Id;

    internal static SearchDocument Of(ReferenceState state, Fix fix, ReferenceRules rules) => new(
        RecordFacts.Of(fix, ReferenceReads.Evidence(state, fix.Id, rules)), Split(fix.IssueText + "\n" + fix.Solution), fix.Tags,
        [.. state.ReportsOf(fix.Id).Select(r => (r.Agent, r.Scope)), .. rules.ShownIsTold ? [(fix.Agent, fix.Scope)] : Array.Empty<(string?, Scope)>()]);

    internal static SearchDocument Of(Memory memory) =>
        new(RecordFacts.Of(memory), Split(memory.Key + "\n" + memory.Content), [], [(memory.Agent, memory.Scope)]);

    internal static List<string> Split(string text)
    {
        var spaced = string.Create(text.Length, text, (span, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                span[i] = char.IsLetterOrDigit(from[i]) ? char.ToLowerInvariant(from[i]) : ' ';
        });
        return [.. spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    internal bool IsWanted(SearchQuery query) =>
        (query.Kinds == SearchKinds.FixesAndMemories || Facts.IsFix)
        && (query.Filter.Kind is null || Facts.IsFix == (query.Filter.Kind == RecordKind.Fix))
        && (query.Before is null || Facts.Ts < query.Before)
        && !query.Exclude.Contains(Id)
        && (query.Filter.Tag is null || Tags.Contains(query.Filter.Tag))
        && Tellings.Any(t => (query.Filter.Agent is null || t.Agent == query.Filter.Agent) && IsIn(t.Scope, query.Filter.Scope));

    private static bool IsIn(Scope scope, Scope asked) =>
        (asked.Service is null || asked.Service == scope.Service) && (asked.Server is null || asked.Server == scope.Server)
        && (asked.Environment is null || asked.Environment == scope.Environment) && (asked.Version is null || asked.Version == scope.Version);
}
