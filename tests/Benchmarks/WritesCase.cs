using System.Diagnostics;
using System.Net.Http.Json;

namespace ObsControlPlane.Benchmarks;

/// <summary>Acknowledged durable writes a second of 16 clients, against raw group commit of the same rows, 16 fixes a group.</summary>
internal static class WritesCase
{
    private const int Clients = 16;
    private const int PerRound = 3_200;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        await using var product = await OcpProcess.StartAsync(options.Ocp);
        using var raw = new RawFile();
        var fixes = Texts.Fixes(PerRound * (options.Rounds + 1), folder: null, seed: 11);
        var rounds = new List<(double Subject, double Reference)>();
        long written = 0;
        for (var round = 0; round <= options.Rounds; round++)
        {
            var share = fixes.Skip(round * PerRound).Take(PerRound).ToList();
            var subject = await PostAsync(product.Client, share);
            var rows = RawFile.Read(product.Database, written);
            if (rows.Count != PerRound)
                throw new InvalidOperationException($"{PerRound} writes were acknowledged and {rows.Count} are in the file.");
            written += rows.Count;
            var reference = raw.Insert(rows, Clients);
            if (round > 0)
                rounds.Add((PerRound / subject.TotalSeconds, PerRound / reference.TotalSeconds));
        }

        table.Add(new(
            "writes", "16 clients over HTTP ÷ raw group commit", Statistics.Median(rounds.Select(round => round.Subject / round.Reference)), .5, false,
            $"{Statistics.Median(rounds.Select(round => round.Subject)):0}/s against {Statistics.Median(rounds.Select(round => round.Reference)):0}/s"));
    }

    private static async Task<TimeSpan> PostAsync(HttpClient client, List<SampleFix> fixes)
    {
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < fixes.Count; i = Interlocked.Increment(ref next))
            {
                using var answer = await client.PostAsJsonAsync(
                    new Uri("/api/fixes", UriKind.Relative), new { issue = fixes[i].Issue, solution = fixes[i].Solution, success = i % 3 != 0 });
                answer.EnsureSuccessStatusCode();
            }
        }));
        return Stopwatch.GetElapsedTime(start);
    }
}
