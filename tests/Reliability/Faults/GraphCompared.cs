using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R25: differences seeded in the graph are all found, named right and mended; and none is told of that is none.</summary>
internal sealed class GraphCompared : IFault
{
    public string Row => "R25";

    public string Verb => "reconcile";

    public string Description => "seeded differences of graph and record: all found, right class, mended; no false alarm";

    public Task<string?> WhyUnavailableAsync() => StoreServers.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var seeded = run.Trials(full: 1_000, shortForm: 200);
        var random = run.Random(Verb);
        await using var stores = await StoreServers.NewAsync();
        await using var server = await StoreServers.StartReadyAsync(run, run.NewFolder(Verb), stores.Environments(), ct);
        using var api = new Api(server.Address, run.Errors);
        var ids = await GraphTasks.FillAsync(api, random, seeded * 2);
        for (var agent = 0; agent < seeded / 10; agent++)
            await api.PostAsync("/api/register-agent", new JsonObject { ["agent"] = $"host-{agent}", ["name"] = $"host-{agent}", ["server"] = $"web-{agent % 7}" });
        await stores.ProjectedAsync(TimeSpan.FromMinutes(2), ct);
        var wanted = await SeedAsync(stores, ids, seeded);
        var found = await GraphTasks.RunAsync(api, "/api/reconcile?repair=false", TimeSpan.FromMinutes(2), ct);
        var mended = await GraphTasks.RunAsync(api, "/api/reconcile", TimeSpan.FromMinutes(2), ct);
        await stores.ProjectedAsync(TimeSpan.FromMinutes(1), ct);
        var after = await GraphTasks.RunAsync(api, "/api/reconcile?repair=false", TimeSpan.FromMinutes(2), ct);
        report.Trials = seeded;
        report.Add("every difference is found and named right", GraphTasks.Differences(found) == wanted, $"wanted {wanted}; found {GraphTasks.Differences(found)}");
        report.Add("every difference is put in line", (long)mended["repaired"]! == seeded, $"{mended["repaired"]} of {seeded}");
        report.Add("nothing differs then", GraphTasks.Sum(after) == 0 && GraphTasks.AreEqual(after), after.ToJsonString());
        await CleanAsync(run, stores, server, api, random, report, ct);
    }

    /// <summary>Spoils the graph by hand, a seventh or so of each class.</summary>
    /// <returns>What the comparison should find.</returns>
    private static async Task<string> SeedAsync(StoreServers stores, IReadOnlyList<string> ids, int seeded)
    {
        var (agents, share) = (seeded / 40, (seeded - (seeded / 40 * 4)) / 5);
        var rest = seeded - (agents * 4) - (share * 4);
        await SpoilAsync(stores, "MATCH (f:Fix) WHERE f.id IN $ids DETACH DELETE f", ids.Take(share));
        await SpoilAsync(stores, "MATCH (f:Fix) WHERE f.id IN $ids SET f.revision = f.revision - 1, f.solution = 'older'", ids.Skip(share).Take(share));
        await SpoilAsync(stores, "MATCH (f:Fix) WHERE f.id IN $ids SET f.solution = 'rm -rf /'", ids.Skip(2 * share).Take(share / 2));
        await SpoilAsync(stores, "MATCH (f:Fix)-[t:TOLD]->() WHERE f.id IN $ids SET t.server = 'elsewhere'", ids.Skip(2 * share + share / 2).Take(share - (share / 2)));
        await SpoilAsync(stores, "MATCH (f:Fix) WHERE f.id IN $ids SET f.revision = f.revision + 5000000, f.solution = 'newer'", ids.Skip(3 * share).Take(share));
        await SpoilAsync(stores, "MATCH (f:Fix {id: $ids[0]}) UNWIND range(1, size($ids)) AS n CREATE (x:Fix) SET x = f {.*, id: randomUUID()}", ids.Skip(4 * share).Take(rest));
        var names = (int n) => Enumerable.Range(n * agents, agents).Select(number => $"host-{number}");
        await SpoilAsync(stores, "MATCH (a:Agent) WHERE a.name IN $ids DETACH DELETE a", names(0));
        await SpoilAsync(stores, "MATCH (a:Agent) WHERE a.name IN $ids SET a.revision = a.revision - 1", names(1));
        await SpoilAsync(stores, "MATCH (a:Agent) WHERE a.name IN $ids SET a.server = 'elsewhere'", names(2));
        await SpoilAsync(stores, "MATCH (a:Agent {name: $ids[0]}) UNWIND range(1, size($ids)) AS n CREATE (x:Agent) SET x = a {.*, name: 'nobody-' + n}", names(3));
        return $"missing {share + agents}, stale {share + agents}, altered {share + agents}, ahead {share}, extra {rest + agents}";
    }

    private static Task<IReadOnlyList<JsonArray>> SpoilAsync(StoreServers stores, string cypher, IEnumerable<string> ids) =>
        stores.Graph.RunAsync(cypher, new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) });

    private static async Task CleanAsync(RunContext run, StoreServers stores, OcpServer server, Api api, Random random, FaultReport report, CancellationToken ct)
    {
        var runs = run.Options.Full ? 100 : 5;
        var ledger = new Ledger();
        var alarms = new List<string>();
        await using (Rounds.Load(run, server, ledger, random))
        {
            for (var clean = 0; clean < runs; clean++)
            {
                var task = await GraphTasks.RunAsync(api, "/api/reconcile", TimeSpan.FromMinutes(2), ct);
                if ((string?)task["state"] != "done" || GraphTasks.Sum(task) > 0)
                    alarms.Add(task.ToJsonString());
            }
        }

        report.Count(ledger);
        report.Measure("clean runs under writes", runs, "");
        report.Add(Check.Nothing("no false alarm", alarms));
        report.Add(Check.Nothing("every answer made sense", ledger.Surprises));
        await stores.ProjectedAsync(TimeSpan.FromMinutes(3), ct);
        var end = await GraphTasks.RunAsync(api, "/api/reconcile?repair=false", TimeSpan.FromMinutes(2), ct);
        report.Add("record and graph have one digest at the end", GraphTasks.AreEqual(end) && GraphTasks.Sum(end) == 0, end.ToJsonString());
    }
}
