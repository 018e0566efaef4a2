using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Benchmarks;

/// <summary>What a recall is made of, called one after the other on the same services and nothing around it.</summary>
internal sealed class RecallLegs(InProcessProduct product)
{
    private const int Depth = 200;
    private const int Limit = 10;

    /// <summary>Embeds the question, searches by words, vectors and fingerprint, and reads as many records as a recall shows.</summary>
    /// <param name="issue">The question.</param>
    /// <param name="shown">Records to read.</param>
    public async Task RunAsync(string issue, IReadOnlyList<Guid> shown)
    {
        var query = new SearchQuery(Issue.FromText(issue).Fingerprint, issue, SearchKinds.Fixes, Depth, SearchFilter.None, null, []);
        var vector = await product.Embedder.EmbedQueryAsync(issue, default);
        _ = await product.Search.FindExactAsync(query, default);
        _ = await product.Search.FindWordsAsync(query, default);
        _ = await product.Search.FindNearestAsync(query, new QueryVector(product.Embedder.Model!.Stamp, vector), default);
        _ = await product.Memory.GetManyAsync(shown, default);
    }

    /// <summary>The whole recall.</summary>
    public Task<RecallAnswer> RecallAsync(string issue) => product.AskAsync(new RecallQuery($"issue:{issue}", Limit));

    /// <summary>The records that an answer shows.</summary>
    public static IReadOnlyList<Guid> Shown(RecallAnswer answer) =>
        [.. answer.Results.Concat(answer.Avoid).Select(hit => hit.Fix?.Fix.Id ?? hit.Memory!.Id)];
}
