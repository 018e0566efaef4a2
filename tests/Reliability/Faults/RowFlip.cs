using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>
/// R13 for PostgreSQL: columns changed without their hash, by hand, and single bytes of the tables' files flipped while the server stands still (with its page
/// checksums on, as docs/operations.md asks: a byte in a row's header makes the row invisible, which no hash in it can tell).
/// </summary>
internal sealed class RowFlip : IFault
{
    private const int Fixes = 60;

    private static readonly string[] Tables = ["memori_metadata", "reports", "outcome_evidence"];

    // Each changes one fix, whose id is $; all are of columns that an answer tells.
    private static readonly string[] Changes =
    [
        "UPDATE memori_metadata SET solution = 'rm -rf /' WHERE id = '$'", "UPDATE memori_metadata SET issue = 'other' WHERE id = '$'",
        "UPDATE memori_metadata SET ts = ts - 86400000 WHERE id = '$'", "UPDATE memori_metadata SET agent = 'mallory' WHERE id = '$'",
        "UPDATE memori_metadata SET success = NOT coalesce(success, true) WHERE id = '$'", "UPDATE memori_metadata SET worked = worked + 7 WHERE id = '$'",
        "UPDATE memori_metadata SET tags = ARRAY['other'] WHERE id = '$'", "UPDATE memori_metadata SET metadata = '{\"a\": 1}' WHERE id = '$'",
        "UPDATE memori_metadata SET server = 'elsewhere' WHERE id = '$'", "UPDATE memori_metadata SET revision = revision + 1 WHERE id = '$'",
        "UPDATE reports SET agent = 'mallory' WHERE fix = '$'", "UPDATE reports SET ts = ts - 5 WHERE fix = '$'", "UPDATE reports SET server = 'elsewhere' WHERE fix = '$'",
        "UPDATE outcome_evidence SET worked_verified = worked_verified + 5 WHERE fix = '$'", "UPDATE outcome_evidence SET failed_reported = 9 WHERE fix = '$'",
    ];

    public string Row => "R13";

    public string Verb => "pg-flip";

    public string Description => "a row of PostgreSQL changed without its hash, a byte of its files flipped: detected or harmless";

    public async Task<string?> WhyUnavailableAsync() => await StoreServers.WhyUnavailableAsync() ?? OwnPostgres.WhyUnavailable();

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        await Shell.RunAsync("chmod", "755", run.Folder);
        var folder = run.NewFolder(Verb);
        await Shell.RunAsync("chmod", "755", folder);
        var postgres = await OwnPostgres.NewAsync(Path.Combine(folder, "pg"), "--data-checksums");
        try
        {
            var truth = await PrepareAsync(run, postgres, random, report, ct);
            await ChangesAsync(run, postgres, truth, random, report, ct);
            var (flips, wrong) = (run.Trials(full: 500, shortForm: 4), new List<string>());
            var outcomes = new Dictionary<string, int>();
            for (var flip = 0; flip < flips; flip++)
            {
                var table = Tables[random.Next(Tables.Length)];
                var file = await postgres.FileOfAsync(postgres.Address, table);
                await postgres.StopAsync();
                var sound = await File.ReadAllBytesAsync(file, ct);
                var at = random.Next(sound.Length);
                await FlipAsync(file, sound, at, random);
                postgres = await OwnPostgres.StartAsync(Path.Combine(folder, "pg"));
                var (failed, found) = await AskAsync(run, postgres, truth, ct);
                wrong.AddRange(found.Select(answer => $"{table} at {at}: {answer}"));
                var outcome = found.Count > 0 ? "silently wrong" : failed > 0 ? "some requests failed" : "harmless";
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
                await postgres.StopAsync();
                await File.WriteAllBytesAsync(file, sound, ct);
                postgres = await OwnPostgres.StartAsync(Path.Combine(folder, "pg"));
                report.Trials++;
            }

            foreach (var (outcome, count) in outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal))
                report.Measure($"flips: {outcome}", count, "");
            report.Add(Check.Nothing("no answer is silently wrong after a flip", wrong));
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static async Task<Dictionary<string, string>> PrepareAsync(RunContext run, OwnPostgres postgres, Random random, FaultReport report, CancellationToken ct)
    {
        var ledger = new Ledger();
        var workload = new Workload(ledger);
        var truth = new Dictionary<string, string>();
        await using var server = await StartAsync(run, postgres, ct);
        using var api = new Api(server.Address, run.Errors);
        for (var i = 0; i < Fixes; i++)
        {
            var operation = workload.NewFix(random);
            ledger.Add(operation);
            await operation.SendAsync(api);
        }

        foreach (var fix in ledger.Fixes.Where(fix => fix.Id is not null))
        {
            await api.PostAsync($"/api/fixes/{fix.Id}/outcomes", new JsonObject { ["outcome"] = "worked", ["evidence"] = new JsonObject { ["kind"] = "verified" }, ["agent"] = "checker" });
            truth[fix.Id!] = Told((await api.GetAsync($"/api/fixes/{fix.Id}")).Json());
        }

        report.Count(ledger);
        report.Add("there is something to spoil", truth.Count == Fixes, $"{truth.Count}");
        await RecordDatabase.RunAsync(postgres.Address, "CHECKPOINT");
        await server.TerminateAsync(TimeSpan.FromSeconds(10));
        return truth;
    }

    private static async Task ChangesAsync(RunContext run, OwnPostgres postgres, Dictionary<string, string> truth, Random random, FaultReport report, CancellationToken ct)
    {
        var wrong = new List<string>();
        await using var server = await StartAsync(run, postgres, ct);
        using var api = new Api(server.Address, run.Errors);
        foreach (var change in Changes)
        {
            var id = truth.Keys.ElementAt(random.Next(truth.Count));
            await RecordDatabase.RunAsync(postgres.Address, "CREATE TABLE kept_m AS TABLE memori_metadata; CREATE TABLE kept_r AS TABLE reports; CREATE TABLE kept_e AS TABLE outcome_evidence");
            var changed = await RecordDatabase.RunAsync(postgres.Address, change.Replace("$", id, StringComparison.Ordinal));
            var (failed, found) = await AskAsync(api, truth, [id, truth.Keys.First(), truth.Keys.Last()]);
            if (changed > 0 && (found.Count > 0 || failed == 0))
                wrong.Add($"{change}: {(found.Count > 0 ? found[0] : "nothing failed")}");
            await BackAsync(postgres, "memori_metadata", "kept_m", $"k.id = '{id}' AND t.id = k.id");
            await BackAsync(postgres, "reports", "kept_r", $"k.fix = '{id}' AND t.id = k.id");
            await BackAsync(postgres, "outcome_evidence", "kept_e", $"k.fix = '{id}' AND (t.fix, t.service, t.server, t.environment, t.version) = (k.fix, k.service, k.server, k.environment, k.version)");
            report.Trials++;
        }

        report.Measure("columns changed by hand", Changes.Length, "");
        report.Add(Check.Nothing("a change without its hash is detected", wrong));
    }

    private static async Task BackAsync(OwnPostgres postgres, string table, string kept, string same)
    {
        var sets = table switch
        {
            "memori_metadata" => "solution = k.solution, issue = k.issue, ts = k.ts, agent = k.agent, success = k.success, worked = k.worked, tags = k.tags, metadata = k.metadata, server = k.server, revision = k.revision",
            "reports" => "agent = k.agent, ts = k.ts, server = k.server",
            _ => "worked_verified = k.worked_verified, failed_reported = k.failed_reported",
        };
        await RecordDatabase.RunAsync(postgres.Address, $"UPDATE {table} t SET {sets} FROM {kept} k WHERE {same}; DROP TABLE {kept}");
    }

    private static async Task FlipAsync(string file, byte[] sound, int at, Random random)
    {
        var spoilt = (byte[])sound.Clone();
        spoilt[at] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(file, spoilt);
    }

    /// <summary>Asks a program that is started anew for everything.</summary>
    private static async Task<(int Failed, List<string> Wrong)> AskAsync(RunContext run, OwnPostgres postgres, Dictionary<string, string> truth, CancellationToken ct)
    {
        await using var server = OcpServer.Start(run.Options.Ocp, run.NewFolder("pg-flip"), run.Log, Environment(postgres));
        try
        {
            await server.ReadyAsync(TimeSpan.FromSeconds(15), ct);
        }
        catch (InvalidOperationException)
        {
            return (1, []);
        }

        using var api = new Api(server.Address, run.Errors);
        var told = await AskAsync(api, truth, truth.Keys);
        await server.KillAsync();
        return told;
    }

    private static async Task<(int Failed, List<string> Wrong)> AskAsync(Api api, Dictionary<string, string> truth, IEnumerable<string> ids)
    {
        var (failed, wrong) = (0, new List<string>());
        foreach (var id in ids.Distinct())
        {
            var told = truth[id];
            var answer = await api.GetAsync($"/api/fixes/{id}");
            if (answer.Status is 0 or >= 500)
                failed++;
            else if (answer.Status != 200 || Told(answer.Json()) != told)
                wrong.Add($"fix {id} was {told.ReplaceLineEndings(" ")}: {answer}");
        }

        var list = await api.GetAsync("/api/fixes?limit=200");
        if (list.Status != 200)
            failed++;
        else if (list.Json()?["fixes"]?.AsArray() is { } fixes && fixes.Count != truth.Count)
            wrong.Add($"the list tells {fixes.Count} of {truth.Count} fixes");
        return (failed, wrong);
    }

    private static string Told(JsonNode? fix) => BitFlip.Told(fix) + fix?["reports"]?.ToJsonString() + fix?["history"]?.ToJsonString();

    private static Dictionary<string, string> Environment(OwnPostgres postgres)
    {
        var environment = StoreServers.EnvironmentsOf(postgres.Address, ServersPowerCut.Nowhere);
        environment["Embedding__Model"] = "none";
        return environment;
    }

    private static async Task<OcpServer> StartAsync(RunContext run, OwnPostgres postgres, CancellationToken ct) =>
        await StoreServers.StartReadyAsync(run, run.NewFolder("pg-flip"), Environment(postgres), ct);
}
