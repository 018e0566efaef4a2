using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>An empty database, an empty graph, and processes of the program over both: what a row of the stores begins with.</summary>
internal sealed class Stand
{
    /// <summary>Trials over one record and one graph: what a hundred would write takes longer to judge than to make.</summary>
    public const int MostTrials = 25;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly RunContext _run;
    private readonly Dictionary<string, string> _settings;

    private Stand(RunContext run, string database)
    {
        _run = run;
        _settings = new()
        {
            ["Stores__Mode"] = "servers",
            ["DATABASE_URL"] = database,
            ["NEO4J_URI"] = Named("NEO4J_URI"),
            ["NEO4J_USERNAME"] = Named("NEO4J_USERNAME"),
            ["NEO4J_PASSWORD"] = Named("NEO4J_PASSWORD"),
            // What is tried here is where writes go; the model would only take the processor from them.
            ["Embedding__Model"] = "none",
        };
    }

    public Ledger Ledger { get; } = new();

    /// <summary>Makes a database of its own and empties the graph.</summary>
    public static async Task<Stand> OpenAsync(RunContext run, string name)
    {
        var admin = new Uri(Named("DATABASE_URL"));
        var database = $"ocp_{name.Replace('-', '_')}_{Environment.ProcessId}_{Random.Shared.Next(1_000_000)}";
        var login = admin.UserInfo.Split(':');
        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = admin.Host, Port = admin.Port, Username = Uri.UnescapeDataString(login[0]), Password = Uri.UnescapeDataString(login[^1]), Database = admin.AbsolutePath.Trim('/'), Pooling = false,
        }.ConnectionString))
        {
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand($"CREATE DATABASE {database}", connection);
            await create.ExecuteNonQueryAsync();
        }

        // All that an earlier row left is more than one transaction can hold.
        await QueryAsync("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 5000 ROWS");
        await QueryAsync("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS");
        return new(run, new UriBuilder(admin) { Path = database }.Uri.OriginalString);
    }

    public string NewData(string name) => _run.NewFolder(name);

    public OcpServer Start(string data, int? port = null) => OcpServer.Start(_run.Options.Ocp, data, _run.Log, port ?? OcpServer.FreePort(), _settings);

    public async Task<OcpServer> StartReadyAsync(string data, CancellationToken ct, int? port = null)
    {
        var server = Start(data, port);
        await server.ReadyAsync(Patience, ct);
        return server;
    }

    /// <summary>Eight clients that go on whatever happens.</summary>
    public LoadRun Load(Uri address, Random random, int clients = 8, Func<Random, Operation>? next = null) =>
        new(new(address, _run.Errors), Ledger, random.Next(), perSecond: clients * 15, persistent: true, next: next, clients: clients);

    /// <summary>Waits until nothing waits any more, and judges both stores.</summary>
    public async Task JudgeAsync(OcpServer server, Random random, FaultReport report, CancellationToken ct)
    {
        using (var api = new Api(server.Address, _run.Errors))
        {
            await LoadRun.RetryAsync(api, Ledger, random);
            var before = System.Diagnostics.Stopwatch.GetTimestamp();
            var difference = "";
            do
            {
                await Task.Delay(500, ct);
                difference = await DifferenceAsync(api, ct);
            }
            while (difference.Length > 0 && System.Diagnostics.Stopwatch.GetElapsedTime(before) < Patience);
            report.Measure("until both stores were the same", System.Diagnostics.Stopwatch.GetElapsedTime(before).TotalSeconds, "s");
            report.Add("the digest of the graph is the digest of the record", difference.Length == 0, difference);
            report.Add(Check.Nothing("no acknowledged write was put aside", await DeadLettersAsync(api)));
            report.Add(Check.Nothing("the graph holds what the record tells of each fix", await GraphFindingsAsync(api)));
        }

        await Faults.Rounds.JudgeAsync(_run, server, Ledger, random, report);
    }

    // Asked of the graph itself, so that it is not our own comparison alone that says so.
    private static async Task<IReadOnlyList<string>> GraphFindingsAsync(Api api)
    {
        var answer = await QueryAsync("MATCH (f:Fix) RETURN f.id, f.solution, f.sightings, f.worked, f.failed + f.rolled_back");
        var held = answer["data"]!["values"]!.AsArray().ToDictionary(row => (string)row![0]!, row => ((string?)row![1], (long?)row[2], (long?)row[3], (long?)row[4]));
        List<string> findings = [];
        var told = 0;
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await api.GetAsync("/api/fixes?limit=200" + (cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"))).Json();
            foreach (var fix in (page?["fixes"]?.AsArray() ?? []).Select(Judging.StateReader.Parse).OfType<Judging.StoredFix>())
            {
                told++;
                if (!held.TryGetValue(fix.Id, out var copy) || copy != (fix.Solution, fix.Sightings, fix.Worked, fix.Failed))
                    findings.Add($"fix {fix.Id}");
            }

            cursor = (string?)page?["next_cursor"];
        }

        if (told != held.Count)
            findings.Add($"the record tells {told} fixes, the graph holds {held.Count}");
        return findings;
    }

    private static async Task<string> DifferenceAsync(Api api, CancellationToken ct)
    {
        var begun = await api.SendAsync(HttpMethod.Post, "/api/reconcile?repair=false");
        if (begun.Status != 202)
            return begun.ToString();
        JsonNode? task;
        do
        {
            await Task.Delay(100, ct);
            task = (await api.GetAsync("/api/reconcile")).Json();
        }
        while ((string?)task?["state"] == "running");
        var isSame = (string?)task?["state"] == "done" && (int?)task["moving"] == 0 && task["differences"]!.AsObject().All(entry => (long?)entry.Value == 0)
            && task["digests"]?["record"]?.ToString() == task["digests"]?["graph"]?.ToString();
        return isSame ? "" : task?.ToJsonString() ?? "no answer";
    }

    private static async Task<IReadOnlyList<string>> DeadLettersAsync(Api api)
    {
        var answer = await api.GetAsync("/api/dead-letters");
        return answer.Json()?["dead_letters"] is JsonArray letters ? [.. letters.Select(letter => letter!.ToJsonString())] : [answer.ToString()];
    }

    private static async Task<JsonNode> QueryAsync(string statement)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(Named("NEO4J_URI")), "/db/neo4j/query/v2"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Named("NEO4J_USERNAME")}:{Named("NEO4J_PASSWORD")}")));
        request.Content = new StringContent(new JsonObject { ["statement"] = statement }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return said["errors"] is null ? said : throw new InvalidOperationException($"Neo4j: {said["errors"]!.ToJsonString()}");
    }

    private static string Named(string variable) => Environment.GetEnvironmentVariable(variable) ?? "";
}
