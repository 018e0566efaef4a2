using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Sources;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Fixes;

/// <summary>What came of asking every source of a recall.</summary>
/// <param name="Exact">What is exactly of the issue or key.</param>
/// <param name="Words">What the words found.</param>
/// <param name="Nearest">What the vectors found; null when they were not asked.</param>
/// <param name="Graph">What the graph found; null when it was not asked.</param>
/// <param name="Gaps">Which records have no vector.</param>
/// <param name="HasNoVectors">Whether embeddings are off.</param>
/// <param name="IsLoading">Whether the store itself was searched because its index is not ready.</param>
/// <param name="Behind">How far the stores were behind what had been acknowledged when they were asked.</param>
internal sealed record RecallLegs(
    SourceAnswer<ExactFindings> Exact, SourceAnswer<WordLeg> Words, SourceAnswer<NearestFindings>? Nearest,
    SourceAnswer<IReadOnlyList<RelatedFix>>? Graph, SourceAnswer<VectorGaps> Gaps, bool HasNoVectors, bool IsLoading, StoreLag Behind)
{
    // The graph follows the record within moments; what is on its way for longer is missed.
    private const long GraphTolerance = 2_000;

    /// <summary>Whether any source answered.</summary>
    public bool HasAnswer => Exact.Value is not null || Words.Value is not null || Nearest?.Value is not null || Graph?.Value is not null;

    /// <summary>How the first of them failed, or null.</summary>
    public StoreUnavailableException? Failure => Exact.Failure ?? Words.Failure ?? Nearest?.Failure ?? Graph?.Failure;

    /// <summary>The model whose vectors were compared; null when none were, as while all are still to be made: then words alone decide.</summary>
    public EmbeddingModel? Compared => Nearest?.Value is { Leg.Hits.Count: > 0 } found ? found.Model : null;

    /// <summary>Whether the vectors were searched.</summary>
    public bool HasVectors => Nearest?.Value is { Leg.Refused: null };

    /// <summary>Records that the words found and the vectors did not.</summary>
    public IReadOnlyList<Guid> WordsAlone =>
        [.. (Words.Value?.Hits ?? []).Select(hit => hit.Id).Except((Nearest?.Value?.Leg.Hits ?? []).Select(hit => hit.Id))];

    /// <summary>How old the oldest is of what was searched in the record's place, or of what the record has yet to take; 0 when nothing is missing.</summary>
    public long MemoryLag => Math.Max(
        Behind.Record, Math.Max(Exact.Value?.Leg.LagMilliseconds ?? 0, Math.Max(Words.Value?.LagMilliseconds ?? 0, Nearest?.Value?.Leg.LagMilliseconds ?? 0)));

    /// <summary>State of the record.</summary>
    public string MemoryStatus => this switch
    {
        { Exact.Status: not "ok" } => Exact.Status,
        { Words.Status: not "ok" } => Words.Status,
        { MemoryLag: > 0 } => "stale",
        _ => IsLoading ? "loading" : "ok",
    };

    /// <summary>State of the graph; one that the kind of question does not concern is off for it, as one that is not configured: neither is missed.</summary>
    public string GraphStatus => Graph switch
    {
        null => "off",
        { Status: not "ok" } => Graph.Status,
        _ => Behind.Graph > GraphTolerance ? "stale" : "ok",
    };

    /// <summary>State of the vectors; that they were not needed is no fault of theirs, but what is missing of them, and that they could not be used, must be known.</summary>
    public string VectorStatus => this switch
    {
        { HasNoVectors: true } => "off",
        { Nearest.Value.Leg.Refused: not null } => "stale",
        { Nearest: { Status: not "ok" } failed } => failed.Status,
        { Nearest: null, Gaps: { Status: "ok", Value: { } known } } => known.Status,
        _ => Gaps.Status,
    };

    /// <summary>Everything found, each record once.</summary>
    /// <param name="standing">The standing that evidence gives for the scope asked about.</param>
    /// <param name="withoutVector">Records without a vector.</param>
    public IReadOnlyList<Finding> Findings(Func<IReadOnlyList<ScopedEvidence>, Standing> standing, IReadOnlySet<Guid> withoutVector)
    {
        var words = (Words.Value?.Hits ?? []).ToDictionary(hit => hit.Id);
        var nearest = (Nearest?.Value?.Leg.Hits ?? []).ToDictionary(hit => hit.Id);
        var entries = (Exact.Value?.Entries ?? []).Select(RecordFacts.Of).ToDictionary(record => record.Id);
        var exact = (Exact.Value?.Fixes ?? []).ToDictionary(hit => hit.Id);
        var records = entries.Values.Concat(exact.Values.Concat(words.Values).Concat(nearest.Values).Select(hit => hit.Record));
        return
        [
            .. records.DistinctBy(record => record.Id).Select(record => new Finding
            {
                Record = record,
                ReadStanding = () => record.IsFix ? standing(record.Evidence) : null,
                Exact = entries.ContainsKey(record.Id) ? ExactMatch.Key : exact.ContainsKey(record.Id) ? ExactMatch.Fingerprint : ExactMatch.None,
                Words = words.GetValueOrDefault(record.Id)?.Raw,
                Cosine = nearest.GetValueOrDefault(record.Id)?.Raw,
                HasNoVector = withoutVector.Contains(record.Id),
            }),
        ];
    }
}
