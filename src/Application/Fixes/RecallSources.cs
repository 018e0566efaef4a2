using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Reads what the record and the graph hold about the subject of a recall.</summary>
internal sealed class RecallSources(IFixSearch search, IFixMemory memory, IFixGraph graph, FixViews views, RecallSettings settings)
{
    /// <summary>What the record found: the legs of the search, read in full, and the entries of the very key.</summary>
    public async Task<RecordFindings> ReadRecordAsync(RecallSubject subject, CancellationToken ct)
    {
        var searching = search.SearchAsync(
            new SearchQuery(
                subject.Fingerprint, subject.Text, subject.Fingerprint is null ? SearchKinds.FixesAndMemories : SearchKinds.Fixes,
                settings.Depth, subject.Filter, subject.Before, subject.Exclude),
            ct);
        var entries = await EntriesAsync(subject, ct);
        var legs = await searching;
        var exact = legs.Fingerprint.Select(hit => hit.Id).ToHashSet();
        var words = legs.Words.ToDictionary(hit => hit.Id);
        var known = entries.Select(entry => entry.Id).ToHashSet();
        var stored = await memory.GetManyAsync([.. exact.Union(words.Keys).Except(known)], ct);
        return new RecordFindings(
            legs,
            [
                .. entries.Select(entry => new Finding { Memory = entry, Exact = ExactMatch.Key }),
                .. stored.DistinctBy(record => record.Id).Select(record => FindingOf(record, subject, exact, words)),
            ]);
    }

    /// <summary>What the graph connects with the issue asked about.</summary>
    public Task<IReadOnlyList<RelatedFix>> ReadGraphAsync(RecallSubject subject, CancellationToken ct) =>
        graph.GetRelatedAsync(subject.Fingerprint!.Value, Limits.RecallLimit, ct);

    private Finding FindingOf(StoredRecord record, RecallSubject subject, HashSet<Guid> exact, Dictionary<Guid, WordHit> words)
    {
        var hit = words.GetValueOrDefault(record.Id);
        return new Finding
        {
            Fix = record.Fix?.Fix,
            Standing = record.Fix is null ? null : views.Standing(record.Fix.Evidence, subject.Scope),
            Memory = record.Memory,
            Exact = exact.Contains(record.Id) ? ExactMatch.Fingerprint : ExactMatch.None,
            Words = hit?.Raw ?? 0,
            Coverage = hit?.Coverage ?? 0,
        };
    }

    // As many as any limit shows, besides the unwanted ones: a smaller limit must be the head of a larger one.
    private async Task<IReadOnlyList<Memory>> EntriesAsync(RecallSubject subject, CancellationToken ct)
    {
        if (subject.Fingerprint is not null || subject.Text.Length > Limits.KeyLength)
            return [];
        var entries = await memory.GetMemoriesAsync(subject.Text, Math.Min(Limits.RecallLimit + subject.Exclude.Count, Limits.Exclude), ct);
        return [.. entries.Where(subject.Takes)];
    }
}

/// <summary>What the record found.</summary>
/// <param name="Legs">The legs of the search.</param>
/// <param name="Findings">Every record found, each once.</param>
internal sealed record RecordFindings(SearchLegs Legs, IReadOnlyList<Finding> Findings);
