using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>A row that kills servers under eight writers; in the first of its trials the fault lasts long enough for health to tell of it.</summary>
internal abstract class StoreRow : IFault
{
    private static readonly TimeSpan ToTell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ToRecover = TimeSpan.FromSeconds(10);

    public abstract string Row { get; }

    public abstract string Verb { get; }

    public abstract string Description { get; }

    public bool NeedsStores => true;

    public Task<string?> WhyUnavailableAsync() => Store.WhyUnavailableAsync();

    public abstract Task RunAsync(RunContext run, FaultReport report, CancellationToken ct);

    /// <summary>The checks of health that tell of a store.</summary>
    protected static string[] ChecksOf(Store store) => store == Store.Postgres ? ["database_read", "database_write"] : ["graph"];

    /// <summary>Strikes one store again and again under load; a long row does so in sets, each with stores that begin empty, and judges each.</summary>
    protected async Task RunAsync(
        RunContext run, FaultReport report, int trials, Func<Store, Random, CancellationToken, Task> strikeAsync, Func<Store, Task> mendAsync, Func<int, Store> choose, CancellationToken ct)
    {
        var random = run.Random(Verb);
        List<double> told = [], recovered = [];
        foreach (var set in Enumerable.Range(0, trials).Chunk(Stand.MostTrials))
            await RunSetAsync(set, random);
        report.Measure("health told of it after, longest", told.Max(), "s");
        report.Measure("health well again after, longest", recovered.Max(), "s");
        report.Add("health tells of the fault within 5 s", told.Max() <= ToTell.TotalSeconds, $"{told.Max():F1} s");
        report.Add("health is well within 10 s of the recovery", recovered.Max() <= ToRecover.TotalSeconds, $"{recovered.Max():F1} s");

        async Task RunSetAsync(int[] set, Random random)
        {
            var stand = await Stand.OpenAsync(run, Verb);
            await using var server = await stand.StartReadyAsync(stand.NewData(Verb), ct);
            await using var watch = new Watch(server.Address, run.Errors, stand.Ledger, random);
            await using (var load = stand.Load(server.Address, random))
            {
                await Task.Delay(1_000, ct);
                foreach (var trial in set)
                {
                    var store = choose(trial);
                    await strikeAsync(store, random, ct);
                    if (trial % 10 < 2 && (trial < 2 || run.Options.Full))
                    {
                        told.Add(await watch.UntilAsync(well: false, ChecksOf(store)[..1], TimeSpan.FromSeconds(8), ct));
                        // A write in between must not hide it.
                        await Task.Delay(500, ct);
                    }
                    else
                    {
                        await Task.Delay(random.Next(200, 1_200), ct);
                    }

                    await mendAsync(store);
                    recovered.Add(await watch.UntilAsync(well: true, ChecksOf(store), TimeSpan.FromSeconds(20), ct));
                    report.Trials++;
                }

                await load.StopAsync();
            }

            await watch.ReportAsync(report);
            await stand.JudgeAsync(server, random, report, ct);
            run.Tell($"{Row} {report.Trials} of {trials}: {report.Acknowledged} acknowledged, {report.Checks.Count(check => !check.Passed)} checks failed");
        }
    }
}

/// <summary>R2: the record's server is killed, all of its processes.</summary>
internal sealed class StoreKill : StoreRow
{
    public override string Row => "R2";

    public override string Verb => "kill-postgres";

    public override string Description => "kill -9 of PostgreSQL, all of its processes, under 8 writers";

    public override Task RunAsync(RunContext run, FaultReport report, CancellationToken ct) => RunAsync(
        run, report, run.Trials(full: 300, shortForm: 6), (store, _, _) => store.KillAsync(), store => store.StartAsync(), _ => Store.Postgres, ct);
}

/// <summary>R3: the graph's server is killed.</summary>
internal sealed class GraphKill : StoreRow
{
    public override string Row => "R3";

    public override string Verb => "kill-neo4j";

    public override string Description => "kill -9 of Neo4j under 8 writers";

    public override Task RunAsync(RunContext run, FaultReport report, CancellationToken ct) => RunAsync(
        run, report, run.Trials(full: 300, shortForm: 4), (store, _, _) => store.KillAsync(), store => store.StartAsync(), _ => Store.Neo4j, ct);
}

/// <summary>R5, the stores' half: a server stands still for a while and goes on.</summary>
internal sealed class Freeze : StoreRow
{
    public override string Row => "R5";

    public override string Verb => "freeze";

    public override string Description => "SIGSTOP of PostgreSQL, of Neo4j and of the API, under 8 writers";

    public override async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var longest = run.Options.Full ? 60_000 : 4_000;
        await RunAsync(
            run, report, run.Trials(full: 200, shortForm: 6),
            async (store, random, ct) =>
            {
                await store.FreezeAsync();
                await Task.Delay(random.Next(1_000, longest), ct);
            },
            store => store.ThawAsync(), trial => trial % 2 == 0 ? Store.Postgres : Store.Neo4j, ct);
    }
}
