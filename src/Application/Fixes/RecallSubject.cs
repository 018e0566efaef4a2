using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>A recall as the sources understand it.</summary>
/// <param name="Text">The words asked for: the issue, or the whole key.</param>
/// <param name="Fingerprint">Fingerprint of the issue; null when the key names none.</param>
/// <param name="Scope">Scope asked about, for the standing.</param>
/// <param name="Filter">Restriction.</param>
/// <param name="Before">Only what was told before this, epoch milliseconds, exclusive; null = all.</param>
/// <param name="Exclude">Ids that are not wanted.</param>
internal sealed record RecallSubject(string Text, Fingerprint? Fingerprint, Scope Scope, SearchFilter Filter, long? Before, IReadOnlySet<Guid> Exclude)
{
    /// <summary>Reads a valid query.</summary>
    public static RecallSubject Of(RecallQuery query)
    {
        var key = query.RecallKey!;
        var issue = Fix.IssueIn(key) is { } named ? Issue.FromText(named) : null;
        return new RecallSubject(
            issue?.Text ?? key, query.Fingerprint ?? issue?.Fingerprint, query.Scope ?? Scope.Everywhere, FilterOf(query.Filter), query.Before,
            (query.Exclude ?? []).OfType<string>().Select(Guid.Parse).ToHashSet());
    }

    /// <summary>Whether a memory is asked for at all. Memories have no tags.</summary>
    public bool Takes(Memory memory) => !Exclude.Contains(memory.Id)
        && Filter.Kind is not RecordKind.Fix && Filter.Tag is null && TakesTelling(memory.Agent, memory.Scope, memory.Ts);

    /// <summary>Whether a fix that no search has filtered is asked for, by its newest telling.</summary>
    public bool Takes(Fix fix) => !Exclude.Contains(fix.Id)
        && Filter.Kind is not RecordKind.Memory && (Filter.Tag is null || fix.Tags.Contains(Filter.Tag)) && TakesTelling(fix.Agent, fix.Scope, fix.Ts);

    private bool TakesTelling(string? agent, Scope scope, long ts) => (Filter.Agent is null || Filter.Agent == agent)
        && (Filter.Scope.Service is null || Filter.Scope.Service == scope.Service)
        && (Filter.Scope.Server is null || Filter.Scope.Server == scope.Server)
        && (Filter.Scope.Environment is null || Filter.Scope.Environment == scope.Environment)
        && (Filter.Scope.Version is null || Filter.Scope.Version == scope.Version)
        && (Before is null || ts < Before);

    private static SearchFilter FilterOf(RecallFilter? filter) => filter is null ? SearchFilter.None : new SearchFilter(
        new Scope(filter.Service, filter.Server, filter.Environment, filter.Version), filter.Agent,
        filter.Kind switch { "fix" => RecordKind.Fix, "memory" => RecordKind.Memory, _ => null }, filter.Tag);
}
