namespace ObsControlPlane.Benchmarks;

/// <summary>E10b: the whole recall among a million seeded fixes against the same among a tenth of them.</summary>
internal static class RecallGrowthCase
{
    private const int Small = 100_000;
    private const int Large = 1_000_000;
    private const int QuestionsOfRound = 40;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        var (few, many) = (await PreparedData.OfAsync(options, Small, seeded: true), await PreparedData.OfAsync(options, Large, seeded: true));
        await using var small = await InProcessProduct.StartAsync(few.Copy());
        await using var large = await InProcessProduct.StartAsync(many.Copy());
        var (asked, ofSmall, ofLarge) = (new Questions(few.Fixes), new RecallLegs(small), new RecallLegs(large));
        var rounds = await Turns.RunAsync(
            options.Rounds, QuestionsOfRound,
            number => ofLarge.RecallAsync(asked.Of(number, 'l')),
            number => ofSmall.RecallAsync(asked.Of(number, 's')));
        table.Add(new(
            "E10b", $"recall in process at {Large} ÷ {Small}", rounds.Median(round => round.P50(0) / round.P50(1)), 8, true,
            $"p50 {rounds.P50(0):0.00} ms against {rounds.P50(1):0.00} ms; index of {await large.IndexBytesAsync() / 1e6:0} MB"));
    }
}
