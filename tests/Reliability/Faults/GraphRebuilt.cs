using System.Diagnostics;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R26: the graph is lost and made anew of the record; it ends equal, and in time.</summary>
internal sealed class GraphRebuilt : IFault
{
    // 100,000 fixes in 5 minutes.
    private const double LeastPerSecond = 100_000 / 300d;

    private const string Shape = """
        MATCH (n) WHERE NOT n:Projection RETURN labels(n)[0] AS kind, count(*) AS n ORDER BY kind
        UNION ALL MATCH ()-[r]->() RETURN type(r) AS kind, count(*) + coalesce(sum(r.count), 0) AS n ORDER BY kind
        """;

    public string Row => "R26";

    public string Verb => "graph-rebuild";

    public string Description => "the graph made anew from nothing: equal, and 100,000 fixes in 5 minutes";

    public Task<string?> WhyUnavailableAsync() => StoreServers.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var fixes = run.Trials(full: 100_000, shortForm: 2_000);
        await using var stores = await StoreServers.NewAsync();
        await using var server = await StoreServers.StartReadyAsync(run, run.NewFolder(Verb), stores.Environments(), ct);
        using var api = new Api(server.Address, run.Errors);
        var startedAt = Stopwatch.GetTimestamp();
        await GraphTasks.FillAsync(api, run.Random(Verb), fixes);
        var filled = Stopwatch.GetElapsedTime(startedAt);
        await stores.ProjectedAsync(TimeSpan.FromSeconds(Math.Max(60, fixes / 100)), ct);
        report.Measure("followed while written", fixes / Stopwatch.GetElapsedTime(startedAt).TotalSeconds, "fixes/s");
        report.Measure("written", fixes / filled.TotalSeconds, "fixes/s");
        var before = await ShapeAsync(stores);
        await stores.Graph.ClearAsync();
        var rebuilt = await GraphTasks.RunAsync(api, "/api/rebuild-graph", TimeSpan.FromSeconds(Math.Max(60, fixes / 100)), ct);
        var took = (DateTimeOffset)rebuilt["finished_at"]! - (DateTimeOffset)rebuilt["started_at"]!;
        var compared = await GraphTasks.RunAsync(api, "/api/reconcile?repair=false", TimeSpan.FromMinutes(20), ct);
        var rate = fixes / took.TotalSeconds;
        report.Trials = fixes;
        report.Measure("rebuilt", rate, "fixes/s");
        report.Measure("rebuilt in", took.TotalSeconds, "s");
        report.Measure("compared in", ((DateTimeOffset)compared["finished_at"]! - (DateTimeOffset)compared["started_at"]!).TotalSeconds, "s");
        report.Add("it was made anew", (string?)rebuilt["state"] == "done", rebuilt.ToJsonString());
        report.Add("record and graph have one digest", GraphTasks.AreEqual(compared), compared.ToJsonString());
        report.Add("the graph has the shape it had", await ShapeAsync(stores) is var after && after == before, $"{before} then {after}");
        // The short form shares its machine with whatever builds; the full form is the claim.
        report.Add("it is made anew fast enough", !run.Options.Full || rate >= LeastPerSecond, $"{rate:F0}/s of {LeastPerSecond:F0}/s");
    }

    private static async Task<string> ShapeAsync(StoreServers stores) =>
        string.Join(", ", (await stores.Graph.RunAsync(Shape)).Select(row => $"{(string?)row[0]} {(long)row[1]!}"));
}
