namespace ObsControlPlane.Benchmarks;

/// <summary>E5: recall in process against its legs called bare, and against the embedding of the question alone.</summary>
internal static class RecallInProcessCase
{
    private const int QuestionsOfRound = 60;
    private const double MostBeyondEmbedding = 2;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        foreach (var size in new[] { 10_000, 100_000 })
            await RunAsync(options, table, size);
    }

    private static async Task RunAsync(BenchmarkOptions options, RatioTable table, int size)
    {
        var set = await PreparedData.OfAsync(options, size);
        await using var product = await InProcessProduct.StartAsync(set.Copy());
        var (legs, questions) = (new RecallLegs(product), new Questions(set.Fixes));
        var shown = new Dictionary<int, IReadOnlyList<Guid>>();
        foreach (var number in Enumerable.Range(0, Turns.CountOf(options.Rounds, QuestionsOfRound)))
            shown[number] = RecallLegs.Shown(await legs.RecallAsync(questions.Of(number, 's')));
        var rounds = await Turns.RunAsync(
            options.Rounds, QuestionsOfRound,
            number => legs.RecallAsync(questions.Of(number, 'r')),
            number => legs.RunAsync(questions.Of(number, 'l'), shown[number]),
            number => product.Embedder.EmbedQueryAsync(questions.Of(number, 'e'), default));
        var (recall, bare, embedding) = (rounds.P50(0), rounds.P50(1), rounds.P50(2));
        table.Add(new(
            "E5", $"recall in process at {size} ÷ its legs bare", rounds.Median(round => round.P50(0) / round.P50(1)), 1.25, true,
            $"p50 {recall:0.00} ms against {bare:0.00} ms ({legs.Parts}), {shown.Values.Average(ids => ids.Count):0.0} records shown"));
        table.Add(new(
            "E5", $"recall in process at {size} − embedding, ÷ {MostBeyondEmbedding} ms",
            rounds.Median(round => (round.P50(0) - round.P50(2)) / MostBeyondEmbedding), 1, true,
            $"p50 {recall:0.00} ms, embedding {embedding:0.00} ms, between {rounds.Median(round => round.P50(0) - round.P50(2)):0.00} ms"));
    }
}
