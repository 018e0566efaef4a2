using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Benchmarks;

/// <summary>What a recall is made of, called one after the other on the same services and nothing around it.</summary>
internal sealed class RecallLegs(InProcessProduct product)
{
    private const int Depth = 200;
    private const int Limit = 10;

    private readonly List<double[]> _parts = [];

    /// <summary>Medians of the legs run so far, for the table.</summary>
    public string Parts
    {
        get
        {
            var parts = new Round(_parts);
            return $"embedding {parts.P50(0):0.00}, exact {parts.P50(1):0.00}, words {parts.P50(2):0.00}, nearest {parts.P50(3):0.00}, reading {parts.P50(4):0.00}";
        }
    }

    /// <summary>Embeds the question, searches by words, vectors and fingerprint, and reads as many records as a recall shows.</summary>
    /// <param name="issue">The question.</param>
    /// <param name="shown">Records to read.</param>
    public async Task RunAsync(string issue, IReadOnlyList<Guid> shown)
    {
        var query = new SearchQuery(Issue.FromText(issue).Fingerprint, issue, SearchKinds.Fixes, Depth, SearchFilter.None, null, []);
        float[] vector = [];
        _parts.Add(
        [
            await Turns.TimeAsync(async () => vector = await product.Embedder.EmbedQueryAsync(issue, default)),
            await Turns.TimeAsync(() => product.Search.FindExactAsync(query, default)),
            await Turns.TimeAsync(() => product.Search.FindWordsAsync(query, default)),
            await Turns.TimeAsync(() => product.Search.FindNearestAsync(query, new QueryVector(product.Embedder.Model!.Stamp, vector), default)),
            await Turns.TimeAsync(() => product.Memory.GetManyAsync(shown, default)),
        ]);
    }

    /// <summary>The whole recall.</summary>
    public Task<RecallAnswer> RecallAsync(string issue) => product.AskAsync(new RecallQuery($"issue:{issue}", Limit));

    /// <summary>The records that an answer shows.</summary>
    public static IReadOnlyList<Guid> Shown(RecallAnswer answer) =>
        [.. answer.Results.Concat(answer.Avoid).Select(hit => hit.Fix?.Fix.Id ?? hit.Memory!.Id)];
}
