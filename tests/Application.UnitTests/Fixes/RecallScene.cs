using Moq;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.UnitTests.Fixes;

/// <summary>What the sources of a recall answer in its tests; records are numbered, and words reach 10 at most.</summary>
internal static class RecallScene
{
    public const double Ceiling = 10;

    public static readonly Fingerprint DiskFull = Issue.FromText("disk full").Fingerprint;

    public static StoreUnavailableException Down(string store) => new(store, "answer", transient: true);

    public static Memory Entry(int id, long ts) => new(Known.Numbered(id), "runbook", "text", null, null, Scope.Everywhere, ts);

    public static RelatedFix Related(FixWithEvidence fix, int shared) =>
        new(fix, shared, [new PathStep("issue", DiskFull.Value, ""), new PathStep("fix", fix.Fix.Id.ToString(), "resolved_by")]);

    /// <summary>Lets the record hold fixes.</summary>
    public static void Holds(this TestHost host, params FixWithEvidence[] fixes) => host.Holds(fixes, []);

    /// <summary>Lets the record hold fixes, and memories all under one key.</summary>
    public static void Holds(this TestHost host, FixWithEvidence[] fixes, Memory[] entries)
    {
        StoredRecord[] records = [.. fixes.Select(fix => new StoredRecord(fix, null)), .. entries.Select(entry => new StoredRecord(null, entry))];
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<Guid> ids, CancellationToken _) => [.. records.Where(record => ids.Contains(record.Id))]);
        host.Memory.Setup(m => m.GetMemoriesAsync("runbook", It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync(entries);
    }

    /// <summary>Lets the legs of exact issues and of words find; hits without evidence but what is said.</summary>
    public static void Finds(this TestHost host, RecordFacts[]? exact = null, (int Id, double Raw)[]? words = null, Action<SearchQuery>? told = null)
    {
        host.Search.Setup(s => s.FindExactAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>()))
            .Callback<SearchQuery, CancellationToken>((query, _) => told?.Invoke(query))
            .ReturnsAsync(new ExactLeg([.. (exact ?? []).Select(record => new LegHit(record, 1))]));
        host.Search.Setup(s => s.FindWordsAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>()))
            .Callback<SearchQuery, CancellationToken>((query, _) => told?.Invoke(query))
            .ReturnsAsync(new WordLeg([.. (words ?? []).Select(hit => new LegHit(Facts(hit.Id), hit.Raw))], Ceiling));
    }

    /// <summary>Lets the graph connect fixes with the issue.</summary>
    public static void Connects(this TestHost host, params RelatedFix[] related) =>
        host.Graph.Setup(g => g.GetRelatedAsync(DiskFull, 100, It.IsAny<CancellationToken>())).ReturnsAsync(related);

    /// <summary>What ranking knows of a numbered fix.</summary>
    public static RecordFacts Facts(int id, long worked = 0, long failed = 0) => Facts(Known.Record(Known.Numbered(id), worked, failed));

    /// <inheritdoc cref="Facts(int, long, long)"/>
    public static RecordFacts Facts(FixWithEvidence record) => RecordFacts.Of(record.Fix, record.Evidence);

    /// <summary>The numbers of hits.</summary>
    public static int[] Ids(IEnumerable<Application.Fixes.RecallHit> hits) => [.. hits.Select(hit => BitConverter.ToInt32(hit.Fix!.Fix.Id.ToByteArray()))];
}
