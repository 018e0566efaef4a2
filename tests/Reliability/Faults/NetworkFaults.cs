using System.Diagnostics;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R15: a network that resets, swallows, halves, slices, delays and cuts, between the program and each of its stores.</summary>
internal sealed class NetworkFaults : IFault
{
    private static readonly TimeSpan LongestRecall = TimeSpan.FromSeconds(1.5);

    private static readonly ProxyMode[] Modes =
    [
        ProxyMode.Reset, ProxyMode.BlackHole, ProxyMode.HalfClose, ProxyMode.Slices, ProxyMode.Delay, ProxyMode.Cut, ProxyMode.CommitThenReset,
    ];

    public string Row => "R15";

    public string Verb => "network";

    public string Description => "resets, black holes, half-closes, slices, delays, cuts before each store: nothing lost or doubled, recall bounded";

    public Task<string?> WhyUnavailableAsync() => StoreServers.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var rounds = run.Trials(full: 20, shortForm: 1);
        await using var stores = await StoreServers.NewAsync();
        await using var record = new TcpProxy(stores.Record.Address);
        await using var graph = new TcpProxy(stores.Graph.Address);
        var data = run.NewFolder(Verb);
        var ledger = new Ledger();
        var (late, silent) = (new List<string>(), new List<string>());
        await using (var server = await StoreServers.StartReadyAsync(run, data, stores.Environments(record.Address, graph.Address), ct))
        {
            using var api = new Api(server.Address, run.Errors);
            for (var round = 0; round < rounds; round++)
            {
                foreach (var (store, proxy) in new[] { ("memory", record), ("graph", graph) })
                {
                    foreach (var mode in Modes)
                    {
                        var struck = proxy.Struck;
                        var (slowest, missed) = await StrikeAsync(run, server, api, ledger, random, proxy, mode, store, ct);
                        report.Measure($"{store} {mode}: slowest recall", slowest.TotalSeconds, "s");
                        if (slowest > LongestRecall)
                            late.Add($"{store} {mode}: {slowest.TotalSeconds:F2} s");
                        silent.AddRange(missed.Select(answer => $"{store} {mode}: {answer}"));
                        report.Trials += mode == ProxyMode.Pass || proxy.Struck > struck ? 1 : 0;
                        proxy.Set(ProxyMode.Pass);
                        await CalmAsync(api, ct);
                    }
                }
            }

            await Rounds.RetryAsync(run, server, ledger, random);
            await JournalFile.DrainedAsync(data, TimeSpan.FromSeconds(30), ct);
            await stores.ProjectedAsync(TimeSpan.FromMinutes(1), ct);
            await Rounds.JudgeAsync(run, server, ledger, random, report);
            var compared = await GraphTasks.RunAsync(api, "/api/reconcile?repair=false", TimeSpan.FromMinutes(1), ct);
            report.Add("record and graph have one digest at the end", GraphTasks.AreEqual(compared), compared.ToJsonString());
            report.Add("nothing was put aside", (await api.GetAsync("/api/dead-letters")).Json()?["dead_letters"]?.AsArray().Count == 0, "");
        }

        report.Add("each fault struck", report.Trials == rounds * Modes.Length * 2, $"{report.Trials}");
        report.Add(Check.Nothing("recall answers in time", late));
        report.Add(Check.Nothing("an answer that lacks an acknowledged fix says that something is missing", silent));
    }

    private static async Task<(TimeSpan Slowest, List<string> Silent)> StrikeAsync(
        RunContext run, OcpServer server, Api api, Ledger ledger, Random random, TcpProxy proxy, ProxyMode mode, string store, CancellationToken ct)
    {
        var (slowest, silent) = (TimeSpan.Zero, new List<string>());
        await using var load = Rounds.Load(run, server, ledger, random, persistent: true);
        await Task.Delay(500, ct);
        proxy.Set(mode);
        var startedAt = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(startedAt) < (run.Options.Full ? TimeSpan.FromSeconds(12) : TimeSpan.FromSeconds(2.2)))
        {
            await Task.Delay(20, ct);
            if (ledger.Any(random, erasable: false) is not { } fix)
                continue;
            var answer = await api.PostAsync("/api/recall", new JsonObject { ["key"] = $"issue:{fix.Issue}", ["limit"] = 10, ["candidates"] = true, ["budget_ms"] = 1_000 });
            slowest = answer.Took > slowest ? answer.Took : slowest;
            var json = answer.Json();
            var hits = new[] { "results", "avoid", "candidates" }.SelectMany(list => json?[list]?.AsArray() ?? []).Select(hit => (string?)hit?["id"]);
            if (answer.Status != 200)
                silent.Add($"recall failed: {answer}");
            else if ((bool?)json?["complete"] != false && !hits.Contains(fix.Id))
                silent.Add($"complete without {fix.Id}: {answer}");
            else if ((bool?)json?["complete"] == false && json["sources"]!.AsArray().All(source => (string?)source!["status"] is "ok" or "off"))
                silent.Add($"incomplete because of no source, {store} is away: {json["sources"]!.ToJsonString()}");
        }

        return (slowest, silent);
    }

    // Until writes are committed again; what the fault left behind must not be held against the next.
    private static async Task CalmAsync(Api api, CancellationToken ct)
    {
        for (var looks = 0; looks < 300; looks++)
        {
            var checks = (await api.GetAsync("/health")).Json()?["checks"];
            if ((string?)checks?["database_write"]?["status"] == "healthy" && (string?)checks["graph"]?["status"] == "healthy")
                return;
            await Task.Delay(100, ct);
        }

        throw new InvalidOperationException($"it is not healthy 30 s after the fault: {(await api.GetAsync("/health")).Body}");
    }
}
