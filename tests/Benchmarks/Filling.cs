using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Benchmarks;

/// <summary>
/// Fills a record with fixes through the product's own ports. Half of the fixes have an outcome; they were told by ten agents on forty
/// servers, a hundred a day.
/// </summary>
internal static class Filling
{
    private const int VectorsAtOnce = 1_000;
    private const int Agents = 10;
    private const int Servers = 40;

    private static readonly long BetweenFixes = (long)TimeSpan.FromDays(1).TotalMilliseconds / 100;

    /// <summary>Registers the agents and tells all fixes.</summary>
    /// <param name="registry">The agents.</param>
    /// <param name="memory">The record.</param>
    /// <param name="fixes">The fixes, oldest first.</param>
    /// <param name="now">When the newest was told, epoch milliseconds.</param>
    /// <param name="group">How many are told at once.</param>
    /// <returns>For each fix the id that it has.</returns>
    public static async Task<IReadOnlyList<Guid>> TellAsync(IAgentRegistry registry, IFixMemory memory, IReadOnlyList<SampleFix> fixes, long now, int group)
    {
        for (var agent = 0; agent < Agents; agent++)
            await registry.RegisterAsync(new AgentRegistration(AgentOf(agent), ServerOf(agent)), now, null, default);
        var ids = new List<Guid>(fixes.Count);
        foreach (var some in fixes.Index().Chunk(group))
        {
            var reports = some.AsParallel().AsOrdered().Select(fix => Report(fix.Item, fix.Index, now, fixes.Count)).ToList();
            ids.AddRange((await Task.WhenAll(reports.Select(report => memory.TakeFixAsync(report, null, default)))).Select(written => written!.Value.Id));
        }

        return ids;
    }

    /// <summary>Stores a vector for all that waits for one.</summary>
    /// <param name="memory">The vectors.</param>
    /// <param name="fixes">The fixes.</param>
    /// <param name="vectors">Vectors for them.</param>
    public static async Task StoreVectorsAsync(IVectorMemory memory, IReadOnlyList<SampleFix> fixes, FixVectors vectors)
    {
        var stamp = Model();
        await memory.AdoptModelAsync(stamp, default);
        var origins = fixes.GroupBy(fix => fix.Issue, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Origin, StringComparer.Ordinal);

        // What waits is told in the order in which it was taken in; a fix that was told twice waits once.
        while (await memory.GetWaitingAsync(VectorsAtOnce, default) is { Count: > 0 } waiting)
            await memory.StoreVectorsAsync(stamp, [.. waiting.Select(text => new RecordVector(text.Id, vectors.Of(origins[text.Text])))], default);
    }

    private static FixReport Report(SampleFix fix, int at, long now, int count) => new()
    {
        Id = TimeOrderedId.Next(TimeProvider.System.GetUtcNow()),
        Fingerprint = Issue.FromText(fix.Issue).Fingerprint,
        IssueText = fix.Issue,
        Solution = fix.Solution,
        Success = (at % 4) switch { 0 => true, 1 => at % 12 != 1, _ => null },
        Agent = AgentOf(at),
        Scope = new Scope(Server: ServerOf(at)),
        Ts = now - (count - at) * BetweenFixes,
        TsGiven = true,
    };

    private static string AgentOf(int at) => $"agent-{at % Agents}";

    private static string ServerOf(int at) => $"web-{at % Servers}";

    private static ModelStamp Model()
    {
        var open = EmbeddingModels.Open(ModelFolders.Find(new EmbeddingSettings { Source = EmbeddingSource.Folder }));
        using var generator = open.Generator;
        return open.Description.Stamp;
    }
}
