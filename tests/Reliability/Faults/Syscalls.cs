using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R6: SIGKILL exactly at the N-th flush, page write, log write or answer, where random times seldom strike.</summary>
internal sealed class Syscalls : IFault
{
    /// <summary>The highest N that a load of a second or two reaches on one thread.</summary>
    private static readonly (string Calls, int Highest)[] Points = [("fdatasync,fsync", 40), ("pwrite64", 200), ("write", 100), ("sendto,sendmsg", 25)];

    public string Row => "R6";

    public string Verb => "syscalls";

    public string Description => "SIGKILL at the N-th fdatasync, pwrite64, write, sendto";

    public Task<string?> WhyUnavailableAsync() => Strace.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var ledger = new Ledger();
        var data = run.NewFolder(Verb);
        var wanted = run.Trials(full: 1_200, shortForm: 24);
        var hits = new Dictionary<string, int>();
        for (var trial = 0; report.Trials < wanted && trial < wanted * 2; trial++)
        {
            var (calls, highest) = Points[trial % Points.Length];
            await using var server = await Rounds.StartReadyAsync(run, data, ct);
            await Rounds.RetryAsync(run, server, ledger, random);
            server.ExpectDeath();
            // Squared, so that early calls, where a transaction is just beginning, are tried more often.
            var nth = 1 + (int)(Math.Pow(random.NextDouble(), 2) * highest);
            await using (await Strace.AttachAsync(server.ProcessId, Path.Combine(run.Folder, "syscalls.trace"), $"{calls}:signal=SIGKILL:when={nth}"))
            await using (var load = Rounds.Load(run, server, ledger, random))
            {
                if (await server.ExitAsync(TimeSpan.FromSeconds(6)))
                {
                    report.Trials++;
                    hits[calls] = hits.GetValueOrDefault(calls) + 1;
                }

                await server.KillAsync();
                await load.StopAsync();
            }
        }

        await Rounds.JudgeAsync(run, data, ledger, random, report, ct);
        foreach (var (calls, count) in hits)
            report.Measure($"killed at {calls}", count, "");
        report.Add("the fault struck as often as asked", report.Trials >= wanted, $"{report.Trials} of {wanted}");
        report.Add("it struck at every kind of call", hits.Count == Points.Length, string.Join(", ", hits.Keys));
    }
}
