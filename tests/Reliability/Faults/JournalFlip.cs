using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Judging;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>
/// R13 for the journal: one flipped byte in its file or its log, while it holds what PostgreSQL has not taken. The program refuses to start, or puts the write
/// aside where a person sees it, or gives PostgreSQL what was written: never another text, and never nothing.
/// </summary>
internal sealed class JournalFlip : IFault
{
    private const int Writes = 60;

    public string Row => "R13";

    public string Verb => "journal-flip";

    public string Description => "one flipped byte in the journal or its log: detected or harmless";

    public Task<string?> WhyUnavailableAsync() => StoreServers.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        await using var stores = await StoreServers.NewAsync();
        var sound = run.NewFolder(Verb);
        var ledger = await PrepareAsync(run, stores, sound, random, report, ct);
        var outcomes = new Dictionary<string, int>();
        var wrong = new List<string>();
        for (var trial = 0; trial < run.Trials(full: 500, shortForm: 8); trial++)
        {
            var data = run.NewFolder(Verb);
            foreach (var file in Directory.GetFiles(sound).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
                File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
            var where = BitFlip.Flip(data, random);
            await using var record = await stores.Record.CopyAsync();
            var (outcome, findings) = await TryAsync(run, data, record, ledger, random, ct);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            wrong.AddRange(findings.Select(finding => $"{where}: {finding}"));
            Directory.Delete(data, recursive: true);
            report.Trials++;
        }

        foreach (var (outcome, count) in outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal))
            report.Measure(outcome, count, "");
        report.Add(Check.Nothing("nothing is silently lost or changed", wrong));
    }

    /// <summary>Makes the schema, loses PostgreSQL, and writes into the journal.</summary>
    private static async Task<Ledger> PrepareAsync(RunContext run, StoreServers stores, string data, Random random, FaultReport report, CancellationToken ct)
    {
        var ledger = new Ledger();
        var workload = new Workload(ledger);
        await using var proxy = new TcpProxy(stores.Record.Address);
        for (var half = 0; half < 2; half++)
        {
            await using var server = await StoreServers.StartReadyAsync(run, data, stores.Environments(proxy.Address), ct);
            proxy.Set(ProxyMode.Reset);
            using var api = new Api(server.Address, run.Errors);
            for (var i = 0; i < Writes / 2; i++)
            {
                var operation = workload.NewFix(random);
                ledger.Add(operation);
                await operation.SendAsync(api);
            }

            // The first half ends in the file, the second stays in the log.
            if (half == 0)
                await server.TerminateAsync(TimeSpan.FromSeconds(10));
            else
                await server.KillAsync();
        }

        report.Count(ledger);
        report.Add("the journal holds something to spoil", JournalFile.Waiting(data) == Writes, $"{JournalFile.Waiting(data)} of {Writes}");
        return ledger;
    }

    private static async Task<(string Outcome, IReadOnlyList<string> Wrong)> TryAsync(
        RunContext run, string data, RecordDatabase record, Ledger ledger, Random random, CancellationToken ct)
    {
        await using var server = OcpServer.Start(run.Options.Ocp, data, run.Log, StoreServers.EnvironmentsOf(record.Address, ServersPowerCut.Nowhere));
        using var api = new Api(server.Address, run.Errors);
        try
        {
            await server.ReadyAsync(TimeSpan.FromSeconds(15), ct);
            await JournalFile.DrainedAsync(data, TimeSpan.FromSeconds(15), ct);
        }
        catch (Exception detected) when (detected is InvalidOperationException or Microsoft.Data.Sqlite.SqliteException)
        {
            if (server.HasExited)
                return ($"refused to start ({(await server.Complaints).ReplaceLineEndings(" ").Trim()})", []);
            // What it holds and cannot give must show.
            var health = await api.GetAsync("/health");
            var shows = (string?)health.Json()?["status"] != "healthy";
            return ("stays, and says so", shows ? [] : [$"it does not drain and says that it is healthy: {detected.Message} {health}"]);
        }

        var letters = (await api.GetAsync("/api/dead-letters?limit=200")).Json()?["dead_letters"]?.AsArray().Count ?? 0;
        var verdict = Judge.Of(ledger, await new StateReader(api, ledger).ReadAsync(random));
        var gone = verdict.Lost.Count(finding => finding.EndsWith("is gone", StringComparison.Ordinal));
        string[] wrong =
        [
            .. verdict.Lost.Where(finding => !finding.EndsWith("is gone", StringComparison.Ordinal)), .. verdict.Phantoms, .. verdict.Duplicates,
            .. gone > letters ? [$"{gone} acknowledged writes are gone and {letters} are listed as put aside"] : Array.Empty<string>(),
        ];
        return (wrong.Length > 0 ? "silently wrong" : letters > 0 ? "put aside and listed" : "harmless", wrong);
    }
}
