using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Embedding;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Benchmarks;

/// <summary>
/// Data folders of fixes with all their vectors, written once a run through the product's own ports and copied for each case. Half of the
/// fixes have an outcome; they were told by ten agents on forty servers, a hundred a day.
/// </summary>
internal static class PreparedData
{
    private const int Group = 2_000;
    private const int VectorsAtOnce = 1_000;
    private const int Agents = 10;
    private const int Servers = 40;

    private static readonly long BetweenFixes = (long)TimeSpan.FromDays(1).TotalMilliseconds / 100;

    private static readonly Dictionary<(int Size, bool Seeded), PreparedSet> Sets = [];

    /// <summary>The fixes of a size and the folder with them; made when first asked for.</summary>
    /// <param name="options">Where texts and vectors come from.</param>
    /// <param name="size">How many fixes.</param>
    /// <param name="seeded">True for seeded texts and vectors whatever files are given: sizes that the files cannot fill are compared by them.</param>
    public static async Task<PreparedSet> OfAsync(BenchmarkOptions options, int size, bool seeded = false)
    {
        if (!Sets.TryGetValue((size, seeded), out var set))
        {
            var all = Texts.Fixes(seeded ? size : Math.Max(size, 100_000), seeded ? null : options.Data, seed: 7);
            set = new PreparedSet(Texts.Spread(all, size), Directory.CreateTempSubdirectory("ocp-prepared-").FullName);
            Sets[(size, seeded)] = set;
            Console.Error.WriteLine($"preparing {size} fixes");
            await WriteAsync(set, seeded ? null : options.Vectors);
        }

        return set;
    }

    /// <summary>Deletes all of them.</summary>
    public static void Delete()
    {
        foreach (var set in Sets.Values)
            Directory.Delete(set.Folder, recursive: true);
        Sets.Clear();
    }

    private static async Task WriteAsync(PreparedSet set, string? vectors)
    {
        await using var store = SqliteStore.Open(set.Folder, TimeProvider.System, new SqliteOptions { MakesVectors = true, CheckpointPages = 100_000 });
        var registry = new SqliteAgentRegistry(store);
        for (var agent = 0; agent < Agents; agent++)
            await registry.RegisterAsync(new AgentRegistration(AgentOf(agent), ServerOf(agent)), store.Now, null, default);
        var memory = new SqliteFixMemory(store);
        foreach (var group in set.Fixes.Index().Chunk(Group))
        {
            var reports = group.AsParallel().AsOrdered().Select(fix => Report(fix.Item, fix.Index, store.Now, set.Fixes.Count)).ToList();
            await Task.WhenAll(reports.Select(report => memory.TakeFixAsync(report, null, default)));
        }

        await StoreVectorsAsync(new SqliteVectorMemory(store), set.Fixes, new FixVectors(vectors));
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

    // What waits is told in the order in which it was taken in; a fix that was told twice waits once.
    private static async Task StoreVectorsAsync(SqliteVectorMemory memory, IReadOnlyList<SampleFix> fixes, FixVectors vectors)
    {
        var stamp = Model();
        await memory.AdoptModelAsync(stamp, default);
        var origins = fixes.GroupBy(fix => fix.Issue, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Origin, StringComparer.Ordinal);
        while (await memory.GetWaitingAsync(VectorsAtOnce, default) is { Count: > 0 } waiting)
            await memory.StoreVectorsAsync(stamp, [.. waiting.Select(text => new RecordVector(text.Id, vectors.Of(origins[text.Text])))], default);
    }

    private static ModelStamp Model()
    {
        var open = EmbeddingModels.Open(ModelFolders.Find(new EmbeddingSettings { Source = EmbeddingSource.Folder }));
        using var generator = open.Generator;
        return open.Description.Stamp;
    }
}
