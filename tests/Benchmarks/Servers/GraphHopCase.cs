using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>P10: what a recall asks the graph, and a fix read by its id, against a statement that does nothing, all over the Query API.</summary>
internal static class GraphHopCase
{
    private const int Related = 10;
    private const int QuestionsOfRound = 60;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        var record = await options.Stand!.PreparedAsync(options, PreparedRecord.SizeOf(options));
        var graph = options.Stand.Graph.Open(out var client);
        using var _ = client;
        var random = new Random(41);
        var asked = Enumerable.Range(0, Turns.CountOf(options.Rounds, QuestionsOfRound)).Select(_ => random.Next(record.Fixes.Count)).ToArray();
        var (found, related) = (0, 0);
        var rounds = await Turns.RunAsync(
            options.Rounds, QuestionsOfRound,
            async number => related += (await graph.GetRelatedAsync(Issue.FromText(record.Fixes[asked[number]].Issue).Fingerprint, Related, default)).Count,
            async number => found += (await graph.GetFixesAsync([record.Ids[asked[number]]], default)).Count,
            _ => options.Stand.Graph.QueryAsync("RETURN 1"));
        var empty = $"against {rounds.P50(2):0.0} ms";
        table.Add(new(
            "P10", $"related fixes of an issue in a graph of {record.Fixes.Count} ÷ RETURN 1", rounds.Median(round => round.P50(0) / round.P50(2)), 2, true,
            $"p50 {rounds.P50(0):0.0} ms {empty}, {(double)related / asked.Length:0.0} found"));
        table.Add(new(
            "P10", $"a fix by its id in a graph of {record.Fixes.Count} ÷ RETURN 1", rounds.Median(round => round.P50(1) / round.P50(2)), 2, true,
            $"p50 {rounds.P50(1):0.0} ms {empty}, {(double)found / asked.Length:0.00} found"));
    }
}
