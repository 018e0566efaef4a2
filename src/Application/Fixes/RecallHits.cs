using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Shows ranked hits with the records they are of.</summary>
/// <param name="text">The words asked for.</param>
/// <param name="records">The records of the answer; one that was erased since it was found is missing, and so is its hit.</param>
/// <param name="isWhole">Whether the record itself said which of them are there.</param>
/// <param name="explain">Whether signals and evidence are shown.</param>
internal sealed class RecallHits(string text, IReadOnlyList<StoredRecord> records, bool isWhole, bool explain)
{
    private readonly Dictionary<Guid, StoredRecord> _records = records.DistinctBy(record => record.Id).ToDictionary(record => record.Id);
    private readonly Lazy<IReadOnlySet<string>> _asked = new(() => DifferingWords.In(text));

    /// <summary>Whether a hit's record is there to be shown.</summary>
    public bool Has(RankedHit hit) => _records.ContainsKey(hit.Id);

    /// <summary>Hits of the record; each is there (<see cref="Has"/>).</summary>
    public IReadOnlyList<RecallHit> Of(IReadOnlyList<RankedHit> ranked) =>
        [.. ranked.Select(hit => Show(hit, _records[hit.Id], Sources(hit.Finding), []))];

    /// <summary>Hits of the graph, as the record has them; what was erased there is not shown. While the record is away, as the graph has them.</summary>
    public IReadOnlyList<RecallHit> Of(IReadOnlyList<RelatedHit> related) =>
    [
        .. related.Where(found => !isWhole || Has(found.Hit)).Select(found => Show(
            found.Hit, _records.GetValueOrDefault(found.Hit.Id) ?? new StoredRecord(found.Fix.Fix, null), ["graph"], found.Fix.Path)),
    ];

    private RecallHit Show(RankedHit hit, StoredRecord record, IReadOnlyList<string> sources, IReadOnlyList<PathStep> path)
    {
        var standing = hit.Finding.Standing;
        return new RecallHit(
            record.Fix is { } fix ? new FixView(fix.Fix, standing!) : null, record.Memory, hit.Score, hit.Similar,
            record.Fix is null ? [] : DifferingWords.Of(record.Fix.Fix.IssueText, _asked.Value), standing?.CameBackTs, sources,
            explain ? hit.Signals : [], explain ? hit.Finding.Record.Evidence : [], path);
    }

    private static IReadOnlyList<string> Sources(Finding finding) => finding switch
    {
        { Cosine: null } => ["memory"],
        { Words: null, Exact: ExactMatch.None } => ["vectors"],
        _ => ["memory", "vectors"],
    };
}
