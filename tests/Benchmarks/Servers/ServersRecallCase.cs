using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Embedding;
using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>P7 and P14: recall over HTTP among servers, against the questions to the stores that it stands for, asked plainly one after the other; and without the graph against with it.</summary>
internal static class ServersRecallCase
{
    private const int Depth = 200;
    private const int Related = 100;
    private const int QuestionsOfRound = 60;
    private const double MostWithoutGraph = 50;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        await RunAsync(options, table, "", 1.3);

        // What is searched in memory by default; a record past that is searched by the server alone.
        await RunAsync(options, table, ", no index in memory", null, ("Recall__InProcessLimit", "0"));
    }

    public static async Task RunWithoutGraphAsync(BenchmarkOptions options, RatioTable table)
    {
        var record = await options.Stand!.PreparedAsync(options, PreparedRecord.SizeOf(options));
        await using var with = await options.Stand.StartLoadedAsync(record.Database);
        await using var without = await options.Stand.StartLoadedAsync(record.Database, hasGraph: false);
        var questions = new Questions(record.Fixes);
        var (answers, whole) = (new List<byte[]>(), new List<byte[]>());
        var rounds = await Turns.RunAsync(
            options.Rounds, QuestionsOfRound,
            async number => answers.Add(await without.RecallAsync(questions.Of(number, 'd'))),
            async number => whole.Add(await with.RecallAsync(questions.Of(number, 'u'))));
        table.Add(new(
            "P14", $"recall without the graph among {record.Fixes.Count} ÷ (1.1 × with it + {MostWithoutGraph} ms)",
            rounds.Median(round => round.P50(0) / (1.1 * round.P50(1) + MostWithoutGraph)), 1, true, $"p50 {rounds.P50(0):0.0} ms against {rounds.P50(1):0.0} ms"));
        table.Add(new(
            "P14", "recalls without the graph that say they are incomplete", answers.Average(answer => IsComplete(answer) ? 0 : 1), 1, false,
            $"{answers.Count} recalls; with the graph {whole.Average(answer => IsComplete(answer) ? 1 : 0):0.000} are complete"));
    }

    private static async Task RunAsync(BenchmarkOptions options, RatioTable table, string with, double? bound, params (string Name, string Value)[] settings)
    {
        var record = await options.Stand!.PreparedAsync(options, PreparedRecord.SizeOf(options));
        await using var product = await options.Stand.StartLoadedAsync(record.Database, more: settings);
        await using var store = record.Database.Open();
        await using var raw = await RawQueries.OpenAsync(record.Database, record.Model, Depth);
        using var model = OnnxEmbeddingGenerator.Load(ModelFolders.Find(new EmbeddingSettings { Source = EmbeddingSource.Folder }));
        var graph = options.Stand.Graph.Open(out var client);
        using var _ = client;
        var (search, memory, questions) = (new PostgresFixSearch(store), new PostgresFixMemory(store), new Questions(record.Fixes));
        var shown = new List<Guid[]>();
        foreach (var number in Enumerable.Range(0, Turns.CountOf(options.Rounds, QuestionsOfRound)))
            shown.Add(Shown(await product.RecallAsync(questions.Of(number, 's'))));
        var parts = new List<double[]>();
        var rounds = await Turns.RunAsync(
            options.Rounds, QuestionsOfRound,
            number => product.RecallAsync(questions.Of(number, 'h')),
            async number =>
            {
                var text = questions.Of(number, 'r');
                var query = new SearchQuery(Issue.FromText(text).Fingerprint, text, SearchKinds.Fixes, Depth, SearchFilter.None, null, []);
                float[] vector = [];
                parts.Add(
                [
                    await Turns.TimeAsync(async () => vector = (await model.GenerateAsync([text]))[0].Vector.ToArray()),
                    await Turns.TimeAsync(() => raw.NearestAsync(vector)),
                    await Turns.TimeAsync(() => search.FindWordsAsync(query, default)),
                    await Turns.TimeAsync(() => memory.GetManyAsync(shown[number], default)),
                    await Turns.TimeAsync(() => graph.GetRelatedAsync(query.Fingerprint!.Value, Related, default)),
                ]);
            });
        var legs = new Round(parts);
        table.Add(new(
            "P7", $"recall over HTTP among {record.Fixes.Count}{with} ÷ the questions to the stores in sequence", rounds.Median(round => round.P50(0) / round.P50(1)), bound, true,
            $"p50 {rounds.P50(0):0.0} ms against {rounds.P50(1):0.0} ms (embedding {legs.P50(0):0.0}, HNSW {legs.P50(1):0.0}, words {legs.P50(2):0.0}, reading {legs.P50(3):0.0}, graph {legs.P50(4):0.0}), {shown.Average(ids => ids.Length):0.0} records shown"));
    }

    private static bool IsComplete(byte[] answer) => JsonDocument.Parse(answer).RootElement.GetProperty("complete").GetBoolean();

    private static Guid[] Shown(byte[] answer)
    {
        using var document = JsonDocument.Parse(answer);
        return [.. new[] { "results", "avoid" }.SelectMany(list => document.RootElement.GetProperty(list).EnumerateArray()).Select(hit => hit.GetProperty("id").GetGuid())];
    }
}
