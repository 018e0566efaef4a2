using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R1: SIGKILL at random times under load; every tenth strikes while the server is still starting.</summary>
internal sealed class KillApi : IFault
{
    public string Row => "R1";

    public string Verb => "kill-api";

    public string Description => "kill -9 at random times under at least 200 writes/s";

    public Task<string?> WhyUnavailableAsync() => Task.FromResult<string?>(null);

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var ledger = new Ledger();
        var data = run.NewFolder(Verb);
        List<double> ready = [], rates = [];
        for (var trial = 0; trial < run.Trials(full: 1_000, shortForm: 20); trial++)
        {
            await using var server = Rounds.Start(run, data);
            if (trial % 10 == 9)
            {
                await Task.Delay(random.Next(50, 600), ct);
            }
            else
            {
                ready.Add((await server.ReadyAsync(Rounds.StartPatience, ct)).TotalSeconds);
                await Rounds.RetryAsync(run, server, ledger, random);
                await using var load = Rounds.Load(run, server, ledger, random);
                await Task.Delay(random.Next(300, 1_500), ct);
                await server.KillAsync();
                await load.StopAsync();
                rates.Add(load.Rate);
            }

            await server.KillAsync();
            report.Trials++;
        }

        await Rounds.JudgeAsync(run, data, ledger, random, report, ct);
        var slowest = Rounds.Percentile(ready, .99);
        var rate = Rounds.Percentile(rates, .5);
        report.Measure("ready again p99", slowest, "s");
        report.Measure("acknowledged writes/s, median", rate, "");
        report.Add("ready again within 3 s (p99)", slowest <= 3, $"{slowest:F2} s");
        report.Add("the load was at least 200 writes/s", rate >= 200, $"{rate:F0}/s");
    }
}
