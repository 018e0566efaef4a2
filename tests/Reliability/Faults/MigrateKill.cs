using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R9: SIGKILL while the first start makes its schema; the next start completes it.</summary>
internal sealed class MigrateKill : IFault
{
    private const string Calls = "pwrite64,fdatasync,fsync";

    public string Row => "R9";

    public string Verb => "migrate-kill";

    public string Description => "kill -9 during the first start; the restart completes it";

    public Task<string?> WhyUnavailableAsync() => Strace.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var points = await CalibrateAsync(run, ct);
        var broken = new List<string>();
        for (var trial = 0; trial < run.Trials(full: 200, shortForm: 10); trial++)
        {
            var data = run.NewFolder(Verb);
            var point = points[random.Next(points.Count)];
            var nth = random.Next(1, point.Value + 1);
            await using (var dying = OcpServer.Start(run.Options.Ocp, data, run.Log,
                Strace.Wrapper(Path.Combine(run.Folder, "migrate.trace"), Calls, $"{point.Key}:signal=SIGKILL:when={nth}")))
            {
                dying.ExpectDeath();
                if (await dying.ExitAsync(TimeSpan.FromSeconds(8)))
                    report.Trials++;
                await dying.KillAsync();
            }

            await AfterwardsAsync(run, data, random, report, broken, $"after {point.Key} {nth}", ct);
        }

        report.Add(Check.Nothing("every restart completed the schema and worked", broken));
        report.Add("the fault struck", report.Trials > 0, $"{report.Trials}");
        report.Measure("calls of a first start", points.Sum(point => point.Value), "");
    }

    private static async Task AfterwardsAsync(RunContext run, string data, Random random, FaultReport report, List<string> broken, string when, CancellationToken ct)
    {
        var ledger = new Ledger();
        try
        {
            await using var server = await Rounds.StartReadyAsync(run, data, ct);
            using var api = new Api(server.Address, run.Errors);
            var workload = new Workload(ledger);
            for (var i = 0; i < 20; i++)
                await workload.Next(random).SendAsync(api);
            var judged = new FaultReport("", "");
            await Rounds.JudgeAsync(run, server, ledger, random, judged);
            broken.AddRange(judged.Checks.Where(check => !check.Passed).Select(check => $"{when}: {check.Name}: {check.Detail}"));
            await server.TerminateAsync(TimeSpan.FromSeconds(10));
        }
        catch (InvalidOperationException failure)
        {
            broken.Add($"{when}: {failure.Message}");
        }

        broken.AddRange(Integrity.Check(data).Select(problem => $"{when}: {problem}"));
        report.Count(ledger);
    }

    /// <summary>How many of each call a whole first start makes on its busiest thread.</summary>
    private static async Task<List<KeyValuePair<string, int>>> CalibrateAsync(RunContext run, CancellationToken ct)
    {
        var trace = Path.Combine(run.Folder, "calibrate.trace");
        await using (var server = OcpServer.Start(run.Options.Ocp, run.NewFolder("calibrate"), run.Log, Strace.Wrapper(trace, Calls, null)))
        {
            server.ExpectDeath();
            await server.ReadyAsync(Rounds.StartPatience, ct);
            await server.KillAsync();
        }

        var points = Strace.MostPerThread(trace).ToList();
        return points.Count > 0 ? points : throw new InvalidOperationException("a first start wrote nothing, so there is nothing to cut off");
    }
}
