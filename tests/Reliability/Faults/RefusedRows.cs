using System.Diagnostics;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>
/// R24: the graph refuses one row in a hundred for good. Somebody made an index over solutions, whose entries have a longest length: what is longer is refused
/// by the server itself, when the batch that it is in commits.
/// </summary>
internal sealed class RefusedRows : IFault
{
    private const int TooLong = 40_000;

    public string Row => "R24";

    public string Verb => "refused-rows";

    public string Description => "one row of a hundred refused by the graph: others not delayed, all listed, retry drains them";

    public Task<string?> WhyUnavailableAsync() => StoreServers.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var fixes = run.Trials(full: 10_000, shortForm: 1_500);
        var random = run.Random(Verb);
        await using var stores = await StoreServers.NewAsync();
        await using var server = await StoreServers.StartReadyAsync(run, run.NewFolder(Verb), stores.Environments(), ct);
        using var api = new Api(server.Address, run.Errors);
        var sound = await FollowAsync(stores, api, random, fixes, refused: false, ct);
        await stores.Graph.RunAsync("CREATE RANGE INDEX by_solution IF NOT EXISTS FOR (f:Fix) ON (f.solution)");
        try
        {
            await stores.Graph.RunAsync("CALL db.awaitIndexes(60)");
            var hurt = await FollowAsync(stores, api, random, fixes, refused: true, ct);
            report.Measure("followed, nothing refused", fixes / sound.Took.TotalSeconds, "fixes/s");
            report.Measure("followed, one in a hundred refused", fixes / hurt.Took.TotalSeconds, "fixes/s");
            report.Add("the others are not held up", hurt.Took < (sound.Took * 3) + TimeSpan.FromSeconds(5), $"{hurt.Took.TotalSeconds:F1} s, {sound.Took.TotalSeconds:F1} s when nothing is refused");
            report.Add("all others are in the graph", await stores.Graph.NumberAsync("MATCH (f:Fix) RETURN count(f)") == (2 * fixes) - hurt.Refused.Count, $"{hurt.Refused.Count} refused");
            var letters = await ListAsync(api);
            report.Add("all that was refused is listed, and nothing else", letters.Select(letter => (string?)letter["subject"]).ToHashSet().SetEquals(hurt.Refused) && letters.Count == hurt.Refused.Count, $"{letters.Count} of {hurt.Refused.Count}");
            report.Add("each with a reason", letters.All(letter => ((string?)letter["reason"])?.Contains("Neo.", StringComparison.Ordinal) == true), $"{letters.FirstOrDefault()?["reason"]}");
            report.Trials = hurt.Refused.Count;
        }
        finally
        {
            await stores.Graph.RunAsync("DROP INDEX by_solution IF EXISTS");
        }

        await RetryAsync(stores, api, report, ct);
    }

    private static async Task RetryAsync(StoreServers stores, Api api, FaultReport report, CancellationToken ct)
    {
        var answers = new List<string>();
        foreach (var letter in await ListAsync(api))
        {
            var answer = await api.SendAsync(HttpMethod.Post, $"/api/dead-letters/{(string)letter["id"]!}/retry");
            if (answer.Status != 200)
                answers.Add(answer.ToString());
        }

        report.Add(Check.Nothing("each is taken for another try", answers));
        await stores.ProjectedAsync(TimeSpan.FromMinutes(1), ct);
        report.Add("no dead letter is left", await ListAsync(api) is { Count: 0 }, "");
        var compared = await GraphTasks.RunAsync(api, "/api/reconcile?repair=false", TimeSpan.FromMinutes(5), ct);
        report.Add("the graph is whole", GraphTasks.Sum(compared) == 0 && GraphTasks.AreEqual(compared), compared.ToJsonString());
    }

    private static async Task<(TimeSpan Took, HashSet<string?> Refused)> FollowAsync(StoreServers stores, Api api, Random random, int fixes, bool refused, CancellationToken ct)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var ids = await GraphTasks.FillAsync(api, random, fixes, (number, body) =>
        {
            if (refused && number % 100 == 37)
                body["solution"] = (string)body["solution"]! + string.Concat(Enumerable.Range(0, TooLong / 8).Select(_ => random.Next(10_000_000, 99_999_999)));
        });
        await stores.ProjectedAsync(TimeSpan.FromMinutes(5), ct);
        return (Stopwatch.GetElapsedTime(startedAt), refused ? [.. ids.Where((_, number) => number % 100 == 37)] : []);
    }

    private static async Task<List<JsonNode>> ListAsync(Api api)
    {
        var letters = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = (await api.GetAsync("/api/dead-letters?limit=100" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"))).Json();
            letters.AddRange(page?["dead_letters"]?.AsArray().Select(letter => letter!) ?? []);
            cursor = (string?)page?["next_cursor"];
        }
        while (cursor is not null);
        return letters;
    }
}
