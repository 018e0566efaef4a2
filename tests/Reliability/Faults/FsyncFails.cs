using System.Diagnostics;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R11: from some moment on every flush fails with EIO. Nothing sent after the first failure may be acknowledged.</summary>
internal sealed class FsyncFails : IFault
{
    public string Row => "R11";

    public string Verb => "fsync-fails";

    public string Description => "every flush fails from one moment on: no acknowledgement, health says so within 5 s";

    public Task<string?> WhyUnavailableAsync() => Strace.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        List<string> acknowledged = [], silent = [], failed = [];
        List<double> told = [];
        for (var trial = 0; trial < run.Trials(full: 50, shortForm: 5); trial++)
        {
            var ledger = new Ledger();
            var data = run.NewFolder(Verb);
            await using (var server = await Rounds.StartReadyAsync(run, data, ct))
            {
                await using var load = Rounds.Load(run, server, ledger, random, persistent: true);
                await Task.Delay(random.Next(200, 1_200), ct);
                server.ExpectDeath();
                await using (var strace = await Strace.AttachAsync(server.ProcessId, Path.Combine(run.Folder, $"fsync-{trial}.trace"), "fdatasync,fsync:error=EIO:when=1+"))
                {
                    if (await HealthFailsAsync(run, server, strace, ct) is { } seconds)
                        told.Add(seconds);
                    else
                        silent.Add($"trial {trial}");
                    await Task.Delay(500, ct);
                    await server.KillAsync();
                    await load.StopAsync();
                    if (strace.FirstInjected() is { } first)
                    {
                        report.Trials++;
                        acknowledged.AddRange(SentAfter(ledger, first).Select(effect => $"trial {trial}: a {effect.Kind} was acknowledged"));
                    }
                }
            }

            await AfterwardsAsync(run, data, ledger, random, report, failed, ct);
        }

        report.Add("the fault struck", report.Trials > 0, $"{report.Trials}");
        report.Add(Check.Nothing("nothing sent after the first failed flush was acknowledged", acknowledged));
        report.Add(Check.Nothing("/health answered 503 within 5 s of the first failure", silent));
        report.Add(Check.Nothing("no acknowledged write is lost, no phantom, no duplicate after the restart", failed));
        report.Measure("health told after, longest", told.DefaultIfEmpty(0).Max(), "s");
    }

    // A flush that fails leaves the pages written: after a restart a write that was answered 503 may be there. Which is why 503 is judged leniently here alone.
    private static async Task AfterwardsAsync(RunContext run, string data, Ledger ledger, Random random, FaultReport report, List<string> failed, CancellationToken ct)
    {
        var judged = new FaultReport("", "");
        await Rounds.JudgeAsync(run, data, ledger, random, judged, ct);
        failed.AddRange(judged.Checks
            .Where(check => !check.Passed && !check.Name.Contains("503", StringComparison.Ordinal))
            .Select(check => $"{check.Name}: {check.Detail}"));
        report.Count(ledger);
    }

    private static IEnumerable<Effect> SentAfter(Ledger ledger, double epochSeconds)
    {
        var ago = TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch.AddSeconds(epochSeconds);
        var first = Stopwatch.GetTimestamp() - (long)(ago.TotalSeconds * Stopwatch.Frequency);
        // Two clocks are compared, so a request within 20 ms of the failure counts as sent before it.
        var after = first + Stopwatch.Frequency / 50;
        return ledger.Fixes.SelectMany(fix => fix.Effects)
            .Concat(ledger.Memories.Select(memory => memory.Written).OfType<Effect>())
            .Where(effect => effect.SentAt > after && effect.Fate == Fate.Acknowledged);
    }

    /// <summary>Waits for the first failed flush, then for health to tell.</summary>
    /// <returns>Seconds between both; null when health did not tell within 5 s.</returns>
    private static async Task<double?> HealthFailsAsync(RunContext run, OcpServer server, Strace strace, CancellationToken ct)
    {
        using var api = new Api(server.Address, run.Errors);
        for (var wait = 0; strace.FirstInjected() is null && wait < 100; wait++)
            await Task.Delay(50, ct);
        var failedAt = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(failedAt).TotalSeconds <= 5)
        {
            if ((await api.GetAsync("/health", TimeSpan.FromSeconds(2))).Status == 503)
                return Stopwatch.GetElapsedTime(failedAt).TotalSeconds;
            await Task.Delay(50, ct);
        }

        return null;
    }
}
