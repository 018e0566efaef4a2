namespace ObsControlPlane.Benchmarks;

/// <summary>E6 and E8: recall over HTTP by one client, against recall in process and a GET of the same answer as static content; and its slowest against its median.</summary>
internal static class RecallHttpCase
{
    private const int Size = 100_000;
    private const int QuestionsOfRound = 60;
    private const int QuestionsForTail = 400;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        var set = await PreparedData.OfAsync(options, Size);
        await using var server = await OcpProcess.StartAsync(options.Ocp, set.Copy());
        await using var product = await InProcessProduct.StartAsync(set.Copy());
        await using var hello = await HelloApp.StartAsync();
        var (legs, questions) = (new RecallLegs(product), new Questions(set.Fixes));
        var answers = new List<byte[]>();
        foreach (var number in Enumerable.Range(0, Turns.CountOf(options.Rounds, QuestionsOfRound)))
            answers.Add(await server.RecallAsync(questions.Of(number, 'a')));
        var rounds = await Turns.RunAsync(
            options.Rounds, QuestionsOfRound,
            number => server.RecallAsync(questions.Of(number, 'h')),
            number => legs.RecallAsync(questions.Of(number, 'r')),
            number => hello.EchoAsync(answers[number]));
        table.Add(new(
            "E6", $"recall over HTTP at {Size} ÷ (in process + GET of the same JSON)", rounds.Median(round => round.P50(0) / (round.P50(1) + round.P50(2))), 1.5, true,
            $"p50 {rounds.P50(0):0.00} ms against {rounds.P50(1):0.00} + {rounds.P50(2):0.00} ms, {answers.Average(answer => answer.Length) / 1000:0.0} kB"));
    }

    public static async Task RunTailAsync(BenchmarkOptions options, RatioTable table)
    {
        var set = await PreparedData.OfAsync(options, Size);
        await using var server = await OcpProcess.StartAsync(options.Ocp, set.Copy());
        await using var hello = await HelloApp.StartAsync();
        var questions = new Questions(set.Fixes);
        var rounds = await Turns.RunAsync(options.Rounds, QuestionsForTail, number => server.RecallAsync(questions.Of(number, 'p')), _ => hello.SayHelloAsync());
        table.Add(new(
            "E8", $"p99 ÷ p50 of recall over HTTP at {Size}", rounds.Median(round => round.Quantile(0, .99) / round.P50(0)), 4, true,
            $"p50 {rounds.P50(0):0.0} ms, p99 {rounds.Median(round => round.Quantile(0, .99)):0.0} ms; of a hello beside it {rounds.Median(round => round.Quantile(1, .99) / round.P50(1)):0.0}"));
    }
}
