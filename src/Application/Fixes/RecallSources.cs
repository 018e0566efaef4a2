using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Asks each source of a recall for what it holds about the subject.</summary>
internal sealed class RecallSources(
    IFixSearch search, IFixMemory memory, IFixGraph graph, IEmbedder embedder, IVectorMemory vectors, IStoreLag lag, RecallSettings settings)
{
    // Of one issue or key all is looked at: the one that worked may be the oldest of them.
    private const int MostOfOne = 10_000;

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
        return new ExactFindings(await search.FindExactAsync(QueryOf(subject) with { Depth = MostOfOne }, ct), entries);
    }

    /// <summary>Which records have no vector.</summary>
    public async Task<VectorGaps> ReadGapsAsync(CancellationToken ct)
    {
        if (HasNoVectors)
            return VectorGaps.None;
        var stats = await vectors.GetVectorStatsAsync(ct);
        var ready = embedder.State == EmbedderState.Ready ? embedder.Model!.Stamp : null;
        return new VectorGaps(stats.PendingFor(ready), stats.HasGaps, StatusOf(stats, ready));
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

    // What would come of asking: said where the question needs no vectors, so that nobody takes them for well.
    private string StatusOf(VectorStats stats, ModelStamp? ready) => embedder.State switch
    {
        EmbedderState.Failed => "down",
        EmbedderState.Loading => "loading",
        _ when stats.Serving is { } serving && serving != ready && embedder.ForStamp(serving) is null => "stale",
        _ => "ok",
    };

    private async Task<NearestFindings> ReadNearestAsync(IEmbedder with, RecallSubject subject, CancellationToken ct)
    {
        var values = await with.EmbedQueryAsync(subject.Text, ct);
        var model = with.Model!;
        return new NearestFindings(await search.FindNearestAsync(QueryOf(subject), new QueryVector(model.Stamp, values), ct), model);
    }

    private SearchQuery QueryOf(RecallSubject subject) => new(
        subject.Fingerprint, subject.Text, subject.Fingerprint is null ? SearchKinds.FixesAndMemories : SearchKinds.Fixes,
        settings.Depth, subject.Filter, subject.Before, subject.Exclude);

    private async Task<IReadOnlyList<Memory>> EntriesAsync(RecallSubject subject, CancellationToken ct)
    {
        if (subject.Fingerprint is not null || subject.Text.Length > Limits.KeyLength)
            return [];
        // As many as any limit shows: a smaller limit must be the head of a larger one. Which of them are wanted shows only then.
        var isPlain = subject is { Exclude.Count: 0, Before: null } && subject.Filter == SearchFilter.None;
        var entries = await memory.GetMemoriesAsync(subject.Text, isPlain ? Limits.RecallLimit : MostOfOne, ct);
        return [.. entries.Where(subject.Takes).Take(Limits.RecallLimit)];
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
/// <param name="Status">How the vectors are, as far as is known without searching them: <c>ok</c>, <c>stale</c>, <c>down</c> or <c>loading</c>.</param>
internal sealed record VectorGaps(long Pending, bool HasAny, string Status)
{
    /// <summary>No record lacks one.</summary>
    public static readonly VectorGaps None = new(0, HasAny: false, "ok");
}

/// <summary>What the vectors found.</summary>
/// <param name="Leg">The hits.</param>
/// <param name="Model">The model of the question's vector.</param>
internal sealed record NearestFindings(VectorLeg Leg, EmbeddingModel Model);
