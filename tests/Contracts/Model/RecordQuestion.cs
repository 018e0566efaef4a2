using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.Model;

/// <summary>A question to every leg, and the answers as a text in which stores must agree.</summary>
/// <param name="One">First choice, 0–11.</param>
/// <param name="Two">Second choice, 0–11.</param>
/// <param name="Three">Third choice, 0–11.</param>
/// <param name="Depth">Hits of the legs whose order is the contract's, 1–20.</param>
internal sealed record RecordQuestion(int One, int Two, int Three, int Depth)
{
    internal async Task<string> AskAsync(RecordStore store, IReadOnlyList<(RecordKind Kind, Guid Id)> known)
    {
        var query = Query(known);
        var exact = await store.ExactAsync(query);
        var words = await store.WordsAsync(query with { Depth = 1_000 });
        var nearest = await store.NearestAsync(query, One % 2 * 180, RecordOperation.ModelOf(Three));
        var stats = await store.VectorStatsAsync();
        var waiting = await store.WaitingAsync();
        Assert.That(words.Hits.Select(h => h.Raw), Is.All.InRange(0, words.Ceiling));
        return $"""
            exact {string.Join(", ", exact.Select(Told))}
            words {string.Join(", ", words.Hits.OrderBy(h => h.Id).Select(Told))}
            nearest {string.Join(", ", nearest.Hits.Select(Told))}; refused {nearest.Refused}
            {stats}
            waiting {string.Join(", ", waiting.Order())}
            """;
    }

    private SearchQuery Query(IReadOnlyList<(RecordKind Kind, Guid Id)> known)
    {
        var issue = $"{RecordOperation.Words[One % 4]} {RecordOperation.Words[Two % 3]}";
        var filter = Three switch
        {
            0 => new SearchFilter(Samples.Web1),
            1 => new SearchFilter(new Scope(Environment: "prod", Version: "1")),
            2 => new SearchFilter(Scope.Everywhere, Agent: "a1"),
            3 => new SearchFilter(Scope.Everywhere, Kind: RecordKind.Memory),
            4 => new SearchFilter(Scope.Everywhere, Kind: RecordKind.Fix),
            5 => new SearchFilter(Scope.Everywhere, Tag: "hot"),
            6 => new SearchFilter(Samples.Web1, "a0", RecordKind.Fix, "cold"),
            _ => SearchFilter.None,
        };
        return new SearchQuery(
            Samples.Print(issue), issue, Two % 4 == 0 ? SearchKinds.Fixes : SearchKinds.FixesAndMemories, Depth, filter,
            One % 5 == 0 ? Samples.Now + (4 * Samples.Hour) : null, [.. known.Where((_, i) => Two % 5 == 1 && i % 3 == 0).Select(record => record.Id)]);
    }

    // Cosines are compared by their order: adapters may keep vectors in fewer bits.
    private static string Told(LegHit hit)
    {
        var facts = hit.Record;
        var evidence = facts.Evidence.Select(Told).Order(StringComparer.Ordinal);
        return $"{facts.Id}:{facts.IsFix}:{facts.Ts}:{facts.Success}:{facts.Solution}:{facts.SupersededBy}:[{string.Join(' ', evidence)}]";
    }

    private static string Told(ScopedEvidence evidence) => evidence.ToString();
}
