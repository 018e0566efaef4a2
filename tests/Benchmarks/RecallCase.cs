using System.Diagnostics;
using System.Net.Http.Json;

namespace ObsControlPlane.Benchmarks;

/// <summary>Recall over HTTP, one client, every question asked once (no cache can help).</summary>
internal static class RecallCase
{
    private const int Questions = 200;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        await using var product = await OcpProcess.StartAsync(options.Ocp);
        var fixes = Texts.Fixes(100_000, options.Data, seed: 7);
        var small = await MeasureAsync(product, fixes, 0, 10_000);
        var large = await MeasureAsync(product, fixes, 10_000, 100_000);
        table.Add(Row("10k", small, null));
        table.Add(Row("100k", large, large.P50 / small.P50));
    }

    private static RatioRow Row(string size, (double P50, double P99) measured, double? ratio) => new(
        "recall", $"recall over HTTP at {size} fixes{(ratio is null ? "" : " ÷ 10k")}", ratio, null, true, $"p50 {measured.P50:0.0} ms, p99 {measured.P99:0.0} ms");

    private static async Task<(double P50, double P99)> MeasureAsync(OcpProcess product, IReadOnlyList<SampleFix> fixes, int from, int to)
    {
        await Loading.BatchesAsync(product.Client, fixes.Skip(from).Take(to - from));
        var random = new Random(to);
        var times = new List<double>();
        for (var i = 0; i < Questions; i++)
        {
            var issue = fixes[random.Next(to)].Issue;
            var words = issue.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where((_, at) => at % 3 != 2).Take(24);
            var start = Stopwatch.GetTimestamp();
            using var answer = await product.Client.PostAsJsonAsync(new Uri("/api/recall", UriKind.Relative), new { key = $"issue:{string.Join(' ', words)} {i}" });
            answer.EnsureSuccessStatusCode();
            _ = await answer.Content.ReadAsStringAsync();
            if (i >= 10)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (Statistics.Median(times), Statistics.Quantile(times, .99));
    }
}
