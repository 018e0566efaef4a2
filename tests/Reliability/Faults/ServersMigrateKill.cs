using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>R9 for PostgreSQL: several replicas that make the schema at once are killed while one of them is at it; the next start completes it.</summary>
internal sealed class ServersMigrateKill : IFault
{
    private const int Replicas = 3;

    // A connection of EF Core's that is in the middle of its transaction, or a table that is there without the note that all are.
    private const string Migrating = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
            AND (query ILIKE 'CREATE %' OR query ILIKE '%ALTER TABLE%' OR query ILIKE '%pg_advisory_lock%' OR query ILIKE '%migrations%')
        """;

    public string Row => "R9";

    public string Verb => "pg-migrate-kill";

    public string Description => "kill -9 of three replicas during the migration of one PostgreSQL; the restart completes it";

    public Task<string?> WhyUnavailableAsync() => StoreServers.WhyUnavailableAsync();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var broken = new List<string>();
        var caught = 0;
        for (var trial = 0; trial < run.Trials(full: 200, shortForm: 3); trial++)
        {
            await using var stores = await StoreServers.NewAsync();
            var environment = stores.Environments();
            environment["Embedding__Model"] = "none";
            var data = run.NewFolder(Verb);
            var replicas = Enumerable.Range(0, Replicas).Select(_ => OcpServer.Start(run.Options.Ocp, run.NewFolder(Verb), run.Log, environment)).ToList();
            var when = random.Next(0, 250);
            caught += await KillAsync(stores, replicas, when, ct) ? 1 : 0;
            report.Trials++;
            await AfterwardsAsync(run, data, environment, random, report, broken, $"killed {when} ms after the migration was seen", ct);
        }

        report.Add(Check.Nothing("every restart completed the schema and worked", broken));
        report.Measure("killed before the schema was whole", caught, $"of {report.Trials}");
        report.Add("the fault struck", caught > 0, $"{caught}");
    }

    private static async Task<bool> KillAsync(StoreServers stores, List<OcpServer> replicas, int after, CancellationToken ct)
    {
        for (var looks = 0; looks < 400 && await stores.Record.NumberAsync(Migrating) == 0; looks++)
            await Task.Delay(5, ct);
        await Task.Delay(after, ct);
        foreach (var replica in replicas)
        {
            replica.ExpectDeath();
            Signals.Send(replica.ProcessId, Signals.Kill);
        }

        foreach (var replica in replicas)
            await replica.DisposeAsync();
        return await stores.Record.NumberAsync("SELECT count(*) FROM pg_tables WHERE tablename = 'memori_metadata'") == 0;
    }

    private static async Task AfterwardsAsync(
        RunContext run, string data, Dictionary<string, string> environment, Random random, FaultReport report, List<string> broken, string when, CancellationToken ct)
    {
        var ledger = new Ledger();
        try
        {
            await using var server = await StoreServers.StartReadyAsync(run, data, environment, ct);
            using var api = new Api(server.Address, run.Errors);
            var workload = new Workload(ledger);
            for (var i = 0; i < 20; i++)
                await workload.Next(random).SendAsync(api);
            var judged = new FaultReport("", "");
            await Rounds.JudgeAsync(run, server, ledger, random, judged);
            broken.AddRange(judged.Checks.Where(check => !check.Passed).Select(check => $"{when}: {check.Name}: {check.Detail}"));
            var health = (await api.GetAsync("/health")).Json();
            if ((string?)health?["checks"]?["database_write"]?["status"] != "healthy")
                broken.Add($"{when}: {health?["checks"]?["database_write"]?.ToJsonString()}");
            await server.TerminateAsync(TimeSpan.FromSeconds(10));
        }
        catch (InvalidOperationException failure)
        {
            broken.Add($"{when}: {failure.Message}");
        }

        report.Count(ledger);
    }
}
