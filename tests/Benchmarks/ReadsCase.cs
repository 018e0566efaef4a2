namespace ObsControlPlane.Benchmarks;

/// <summary>E18 and E19: the newest fixes over HTTP against static content of the same size; figures over HTTP against a hello, and among many fixes against few.</summary>
internal static class ReadsCase
{
    private const int Few = 10_000;
    private const int Many = 100_000;
    private const int VeryMany = 1_000_000;
    private const int CallsOfRound = 300;

    private static readonly (string Name, string Path)[] Figures =
    [
        ("success rate", "/api/fixes/success-rate"), ("agents", "/api/agents"), ("patterns", "/api/issues/patterns"),
    ];

    public static async Task RunRecentAsync(BenchmarkOptions options, RatioTable table)
    {
        var set = await PreparedData.OfAsync(options, Many);
        await using var server = await OcpProcess.StartAsync(options.Ocp, set.Copy());
        await using var hello = await HelloApp.StartAsync();
        var answer = await server.GetAsync("/api/fixes?limit=20");
        var rounds = await Turns.RunAsync(options.Rounds, CallsOfRound, _ => server.GetAsync("/api/fixes?limit=20"), _ => hello.EchoAsync(answer));
        table.Add(new(
            "E18", $"recent 20 of {Many} over HTTP ÷ GET of the same JSON", rounds.Median(round => round.P50(0) / round.P50(1)), 1.5, true,
            $"p50 {rounds.P50(0):0.00} ms against {rounds.P50(1):0.00} ms, {answer.Length / 1000.0:0.0} kB"));
    }

    public static async Task RunFiguresAsync(BenchmarkOptions options, RatioTable table)
    {
        await CompareAsync(options, table, await PreparedData.OfAsync(options, Few), await PreparedData.OfAsync(options, Many));
        if (options.Large)
            await CompareAsync(options, table, await PreparedData.OfAsync(options, Few, seeded: true), await PreparedData.OfAsync(options, VeryMany, seeded: true));
    }

    private static async Task CompareAsync(BenchmarkOptions options, RatioTable table, PreparedSet few, PreparedSet many)
    {
        await using var small = await OcpProcess.StartAsync(options.Ocp, few.Copy());
        await using var large = await OcpProcess.StartAsync(options.Ocp, many.Copy());
        await using var hello = await HelloApp.StartAsync();
        foreach (var (name, path) in Figures)
        {
            var bytes = (await large.GetAsync(path)).Length;
            var rounds = await Turns.RunAsync(options.Rounds, CallsOfRound, _ => large.GetAsync(path), _ => small.GetAsync(path), _ => hello.SayHelloAsync());
            var figures = $"p50 {rounds.P50(0):0.00} ms at {many.Fixes.Count}, {rounds.P50(1):0.00} ms at {few.Fixes.Count}, {rounds.P50(2):0.00} ms hello, {bytes / 1000.0:0.0} kB";
            table.Add(new("E19", $"{name} at {many.Fixes.Count} over HTTP ÷ GET hello", rounds.Median(round => round.P50(0) / round.P50(2)), 1.3, true, figures));
            table.Add(new("E19", $"{name} at {many.Fixes.Count} ÷ {few.Fixes.Count}", rounds.Median(round => round.P50(0) / round.P50(1)), 1.2, true, figures));
        }
    }
}
