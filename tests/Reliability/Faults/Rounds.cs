using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Judging;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>What most faults do around their one deed: start, load, and judge after a last restart.</summary>
internal static class Rounds
{
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    public static OcpServer Start(RunContext run, string data) => OcpServer.Start(run.Options.Ocp, data, run.Log);

    public static async Task<OcpServer> StartReadyAsync(RunContext run, string data, CancellationToken ct)
    {
        var server = Start(run, data);
        try
        {
            await server.ReadyAsync(StartPatience, ct);
            return server;
        }
        catch (InvalidOperationException)
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public static LoadRun Load(RunContext run, OcpServer server, Ledger ledger, Random random, bool persistent = false) =>
        new(new(server.Address, run.Errors), ledger, random.Next(), persistent: persistent);

    public static async Task RetryAsync(RunContext run, OcpServer server, Ledger ledger, Random random)
    {
        using var api = new Api(server.Address, run.Errors);
        await LoadRun.RetryAsync(api, ledger, random);
    }

    /// <summary>Starts the server a last time, asks again what was left open, and judges all it tells.</summary>
    public static async Task JudgeAsync(RunContext run, string data, Ledger ledger, Random random, FaultReport report, CancellationToken ct)
    {
        await using var server = await StartReadyAsync(run, data, ct);
        await RetryAsync(run, server, ledger, random);
        await JudgeAsync(run, server, ledger, random, report);
        await server.TerminateAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Judges what a running server tells.</summary>
    public static async Task JudgeAsync(RunContext run, OcpServer server, Ledger ledger, Random random, FaultReport report)
    {
        using var api = new Api(server.Address, run.Errors);
        var verdict = Judge.Of(ledger, await new StateReader(api, ledger).ReadAsync(random));
        report.Add(verdict);
        report.Add(Check.Nothing("nothing that was answered 503 is stored", verdict.AfterUnavailable));
        report.Add(Check.Nothing("every answer made sense", ledger.Surprises));
        report.Count(ledger);
    }

    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
