using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>R4: any two of the program and its stores within a second, or all three; and the program standing still, which R5 asks for.</summary>
internal sealed class PairKill : IFault
{
    public string Row => "R4";

    public string Verb => "kill-pairs";

    public string Description => "kill -9 of two or three of API, PostgreSQL and Neo4j within a second, under 8 writers";

    public bool NeedsStores => true;

    public Task<string?> WhyUnavailableAsync() => Store.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var trials = run.Trials(full: 200, shortForm: 4);
        foreach (var set in Enumerable.Range(0, trials).Chunk(Stand.MostTrials))
        {
            await RunSetAsync(run, report, set, random, ct);
            run.Tell($"{Row} {report.Trials} of {trials}: {report.Acknowledged} acknowledged, {report.Checks.Count(check => !check.Passed)} checks failed");
        }
    }

    private async Task RunSetAsync(RunContext run, FaultReport report, int[] set, Random random, CancellationToken ct)
    {
        var stand = await Stand.OpenAsync(run, Verb);
        var (data, port) = (stand.NewData(Verb), OcpServer.FreePort());
        var server = await stand.StartReadyAsync(data, ct, port);
        var watch = new Watch(server.Address, run.Errors, stand.Ledger, random);
        await using (var load = stand.Load(server.Address, random))
        {
            foreach (var trial in set)
            {
                await Task.Delay(random.Next(500, 1_500), ct);
                var victims = trial % 4;
                var (api, postgres, neo4j) = (victims != 2, victims != 1, victims is 1 or 2 or 3);
                List<Func<Task>> strikes = [];
                if (api)
                    strikes.Add(server.KillAsync);
                if (postgres)
                    strikes.Add(Store.Postgres.KillAsync);
                if (neo4j)
                    strikes.Add(Store.Neo4j.KillAsync);
                watch.IsPaused = api;
                foreach (var strike in strikes.OrderBy(_ => random.Next()))
                {
                    await strike();
                    await Task.Delay(random.Next(0, 400), ct);
                }

                // It must begin without its stores, and take writes.
                if (api)
                {
                    await server.DisposeAsync();
                    server = await stand.StartReadyAsync(data, ct, port);
                    watch.IsPaused = false;
                    await Task.Delay(random.Next(500, 2_000), ct);
                }

                if (postgres)
                    await Store.Postgres.StartAsync();
                if (neo4j)
                    await Store.Neo4j.StartAsync();
                report.Trials++;
            }

            // R5's third: the program itself stands still and goes on.
            watch.IsPaused = true;
            Signals.Send(server.ProcessId, Signals.Stop);
            await Task.Delay(run.Options.Full ? 10_000 : 3_000, ct);
            Signals.Send(server.ProcessId, Signals.Continue);
            await Task.Delay(1_000, ct);
            watch.IsPaused = false;
            await Task.Delay(2_000, ct);
            await load.StopAsync();
        }

        await watch.ReportAsync(report);
        await stand.JudgeAsync(server, random, report, ct);
        await server.DisposeAsync();
    }
}
