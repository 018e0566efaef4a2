using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Asks each source of a recall for what it holds about the subject.</summary>
internal sealed class RecallSources(
    IFixSearch search, IFixMemory memory, IFixGraph graph, IEmbedder embedder, IVectorMemory vectors, IStoreLag lag, RecallSettings settings)
{
    /// <summary>True while the store itself is searched because its index is not ready.</summary>
    public bool IsLoading => search.IsLoading;

    /// <summary>How far the stores are behind what was acknowledged.</summary>
    public StoreLag Behind => lag.Read();

    /// <summary>True while embeddings are off.</summary>
    public bool HasNoVectors => embedder.State == EmbedderState.Off;

    /// <summary>What the record holds of exactly this issue, or under exactly this key.</summary>
    public async Task<ExactFindings> ReadExactAsync(RecallSubject subject, CancellationToken ct)
    {
        var entries = await EntriesAsync(subject, ct);
        return new ExactFindings(await search.FindExactAsync(QueryOf(subject), ct), entries);
    }

    /// <summary>Which records have no vector.</summary>
    public async Task<VectorGaps> ReadGapsAsync(CancellationToken ct)
    {
        if (HasNoVectors)
            return VectorGaps.None;
        var stats = await vectors.GetVectorStatsAsync(ct);
        return new VectorGaps(stats.PendingFor(embedder.State == EmbedderState.Ready ? embedder.Model!.Stamp : null), stats.HasGaps);
    }

    /// <summary>What the words find.</summary>
    public Task<WordLeg> ReadWordsAsync(RecallSubject subject, CancellationToken ct) => search.FindWordsAsync(QueryOf(subject), ct);

    /// <summary>What the vectors find; the question is embedded first.</summary>
    public async Task<NearestFindings> ReadNearestAsync(RecallSubject subject, CancellationToken ct)
    {
        var found = await ReadNearestAsync(embedder, subject, ct);
        if (found.Leg.Refused is not { } serving || (await vectors.GetVectorStatsAsync(ct)).Making != found.Model.Stamp)
            return found;

        // Until the new vectors are whole the old ones serve, if the model that made them is still at hand.
        return embedder.ForStamp(serving) is { } earlier ? await ReadNearestAsync(earlier, subject, ct) : found;
    }

    /// <summary>Which of some records have no vector.</summary>
    public Task<IReadOnlySet<Guid>> ReadWithoutVectorAsync(IReadOnlyList<Guid> ids, CancellationToken ct) => vectors.FindWithoutVectorAsync(ids, ct);

    /// <summary>What the graph connects with the issue asked about.</summary>
    public Task<IReadOnlyList<RelatedFix>> ReadGraphAsync(RecallSubject subject, CancellationToken ct) =>
        graph.GetRelatedAsync(subject.Fingerprint!.Value, Limits.RecallLimit, ct);

    /// <summary>The records of an answer, in full.</summary>
    public Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(IReadOnlyList<Guid> ids, CancellationToken ct) => memory.GetManyAsync(ids, ct);

    /// <summary>The fixes among them as the graph knows them, which may be behind.</summary>
    public async Task<IReadOnlyList<StoredRecord>> ReadCopiesAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        [.. (await graph.GetFixesAsync(ids, ct)).Select(fix => new StoredRecord(fix, null))];

    private async Task<NearestFindings> ReadNearestAsync(IEmbedder with, RecallSubject subject, CancellationToken ct)
    {
        var values = await with.EmbedQueryAsync(subject.Text, ct);
        var model = with.Model!;
        return new NearestFindings(await search.FindNearestAsync(QueryOf(subject), new QueryVector(model.Stamp, values), ct), model);
    }

    private SearchQuery QueryOf(RecallSubject subject) => new(
        subject.Fingerprint, subject.Text, subject.Fingerprint is null ? SearchKinds.FixesAndMemories : SearchKinds.Fixes,
        settings.Depth, subject.Filter, subject.Before, subject.Exclude);

    // As many as any limit shows, besides the unwanted ones: a smaller limit must be the head of a larger one.
    private async Task<IReadOnlyList<Memory>> EntriesAsync(RecallSubject subject, CancellationToken ct)
    {
        if (subject.Fingerprint is not null || subject.Text.Length > Limits.KeyLength)
            return [];
        var entries = await memory.GetMemoriesAsync(subject.Text, Math.Min(Limits.RecallLimit + subject.Exclude.Count, Limits.Exclude), ct);
        return [.. entries.Where(subject.Takes)];
    }
}

/// <summary>What is exactly of the issue or key asked for.</summary>
/// <param name="Leg">Fixes of exactly this issue.</param>
/// <param name="Entries">Memories under exactly this key.</param>
internal sealed record ExactFindings(ExactLeg Leg, IReadOnlyList<Memory> Entries)
{
    /// <summary>Those fixes.</summary>
    public IReadOnlyList<LegHit> Fixes => Leg.Hits;
}

/// <summary>Records without a vector.</summary>
/// <param name="Pending">Records that wait for one; 0 while vectors are off.</param>
/// <param name="HasAny">Whether some record has none that is searched.</param>
internal sealed record VectorGaps(long Pending, bool HasAny)
{
    /// <summary>No record lacks one.</summary>
    public static readonly VectorGaps None = new(0, HasAny: false);
}

/// <summary>What the vectors found.</summary>
/// <param name="Leg">The hits.</param>
/// <param name="Model">The model of the question's vector.</param>
internal sealed record NearestFindings(VectorLeg Leg, EmbeddingModel Model);
