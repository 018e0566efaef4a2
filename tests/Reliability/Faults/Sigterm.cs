using System.Diagnostics;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R8: SIGTERM under load. What was sent before it is answered; the process ends by itself.</summary>
internal sealed class Sigterm : IFault
{
    /// <summary>A request younger than this at the signal may still be on its way to a listener that closes.</summary>
    private static readonly long OnItsWay = Stopwatch.Frequency / 20;

    public string Row => "R8";

    public string Verb => "sigterm";

    public string Description => "SIGTERM under load: in-flight work finishes, drain within 10 s";

    public Task<string?> WhyUnavailableAsync() => Task.FromResult<string?>(null);

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var ledger = new Ledger();
        var data = run.NewFolder(Verb);
        List<double> drains = [];
        List<string> unanswered = [], codes = [];
        for (var trial = 0; trial < run.Trials(full: 100, shortForm: 5); trial++)
        {
            await using var server = await Rounds.StartReadyAsync(run, data, ct);
            await using var load = Rounds.Load(run, server, ledger, random);
            await Task.Delay(random.Next(300, 1_500), ct);
            var before = Stopwatch.GetTimestamp();
            var ended = await server.TerminateAsync(TimeSpan.FromSeconds(15));
            drains.Add(ended ? Stopwatch.GetElapsedTime(before).TotalSeconds : double.PositiveInfinity);
            await server.KillAsync();
            await load.StopAsync();
            if (server.ExitCode != 0)
                codes.Add($"exit {server.ExitCode}");
            unanswered.AddRange(ledger.Unsettled
                .Where(operation => operation.Effects[0].SentAt > 0 && operation.Effects[0].SentAt < before - OnItsWay)
                .Select(operation => $"trial {trial}: a request of {(before - operation.Effects[0].SentAt) * 1_000 / Stopwatch.Frequency} ms before the signal"));
            await using var again = await Rounds.StartReadyAsync(run, data, ct);
            await SettleAllAsync(run, again.Address, ledger);
            await again.TerminateAsync(TimeSpan.FromSeconds(10));
            report.Trials++;
        }

        await Rounds.JudgeAsync(run, data, ledger, random, report, ct);
        report.Measure("drain, longest", drains.Max(), "s");
        report.Add("drained within 10 s", drains.Max() <= 10, $"{drains.Max():F2} s");
        report.Add(Check.Nothing("what was in flight got its answer", unanswered));
        report.Add(Check.Nothing("it ended with exit code 0", codes));
    }

    // Here nothing stays open between trials, else an old question would look like one that this signal cut off.
    private static async Task SettleAllAsync(RunContext run, Uri address, Ledger ledger)
    {
        using var api = new Api(address, run.Errors);
        foreach (var operation in ledger.Unsettled.Where(operation => operation.Effects[0].SentAt > 0))
            await operation.SendAsync(api);
    }
}
