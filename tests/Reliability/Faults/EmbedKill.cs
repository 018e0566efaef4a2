using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>SIGKILL while vectors are being made: each record has its vector in the end, once, and words find it before.</summary>
internal sealed class EmbedKill : IFault
{
    private const int FixesPerTrial = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Row => "R1v";

    public string Verb => "kill-embedding";

    public string Description => "kill -9 while the vectors of what was taken in are being made";

    public Task<string?> WhyUnavailableAsync() => Task.FromResult<string?>(null);

    public async Task RunAsync(RunContext run, FaultReport report, CancellationToken ct)
    {
        var random = run.Random(Verb);
        var data = run.NewFolder(Verb);
        var (taken, unfinished) = (0, 0);
        var unfound = new List<string>();
        for (var trial = 0; trial < run.Trials(full: 100, shortForm: 8); trial++)
        {
            await using var server = await Rounds.StartReadyAsync(run, data, ct);
            using var api = new Api(server.Address, run.Errors);
            var texts = Enumerable.Range(0, FixesPerTrial).Select(_ => Texts.Issue(random, Texts.Token(random))).ToList();
            var answer = await api.PostAsync("/api/fixes/batch", new JsonArray([.. texts.Select(Fix)]), Patience);
            taken += (int?)answer.Json()?["stored"] ?? throw new InvalidOperationException($"the batch was not taken: {answer}");
            unfound.AddRange(await UnfoundAsync(api, texts[^1]));
            await Task.Delay(random.Next(20, 500), ct);
            unfinished += await PendingAsync(api) > 0 ? 1 : 0;
            await server.KillAsync();
            report.Trials++;
        }

        await using (var server = await Rounds.StartReadyAsync(run, data, ct))
        {
            using var api = new Api(server.Address, run.Errors);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(Patience);
            while (await PendingAsync(api) > 0)
                await Task.Delay(100, limit.Token);
            await server.TerminateAsync(TimeSpan.FromSeconds(10));
        }

        var counts = Counts(Integrity.Databases(data).Single());
        report.Measure("records", taken, "");
        report.Measure("kills with vectors to make", unfinished, "");
        report.Add(Check.Nothing("words find what was acknowledged, vector or not", unfound));
        report.Add("every record has its vector, once, and none waits", counts == (taken, taken, taken, 0), $"records, vectors, records with one, waiting: {counts}");
        report.Add("most kills struck while vectors were made", unfinished * 2 >= report.Trials, $"{unfinished} of {report.Trials}");
        report.Add(Check.Nothing("the file is whole", Integrity.Check(data)));
    }

    private static JsonObject Fix(string issue) => new() { ["issue"] = issue, ["solution"] = $"restart it; {issue}" };

    private static async Task<IReadOnlyList<string>> UnfoundAsync(Api api, string issue)
    {
        var answer = await api.PostAsync("/api/recall", new JsonObject { ["key"] = $"issue:{issue}", ["limit"] = 5 });
        var found = answer.Json()?["results"]?.AsArray().Any(hit => (string?)hit?["issue"] == issue) ?? false;
        return found ? [] : [$"'{issue}': {answer}"];
    }

    private static async Task<long> PendingAsync(Api api) => (long?)(await api.GetAsync("/api/stats")).Json()?["vectors"]?["pending"] ?? long.MaxValue;

    private static (int Records, int Vectors, int WithVector, int Waiting) Counts(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        int Count(string what)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {what}";
            return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }

        return (
            Count("count(*) FROM memori_metadata"), Count("count(*) FROM memori_embeddings"),
            Count("count(DISTINCT v.rid) FROM memori_embeddings v JOIN memori_metadata m ON m.rid = v.rid"), Count("count(*) FROM embedding_queue"));
    }
}
