using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>P12: time from the acknowledgement of a fix until the graph holds it, by the clock, while fixes arrive at a steady rate.</summary>
internal static class GraphLagCase
{
    private const int PerSecond = 500;
    private const int Seconds = 20;
    private const int Clients = 32;

    // Asking for each would be work of the graph's that the product did not make.
    private const int Sampled = 10;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        await using var database = await options.Stand!.NewDatabaseAsync();
        await using var product = await options.Stand.StartAsync(database);
        var rounds = new List<(double[] Lags, double Rate)>();
        foreach (var share in Texts.Fixes(PerSecond * Seconds * (options.Rounds + 1), folder: null, seed: 17).Chunk(PerSecond * Seconds))
        {
            // The first one warms up, and needs not all of its time.
            rounds.Add(await OnceAsync(options.Stand, product, rounds.Count == 0 ? share[..(share.Length / 4)] : share));
            await database.DrainedAsync("outbox");
        }

        rounds.RemoveAt(0);
        double Lag(double share) => Statistics.Median(rounds.Select(round => Statistics.Quantile(round.Lags, share)));
        table.Add(new(
            "P12", $"p99 of the graph's lag at {PerSecond} writes/s for {Seconds} s ÷ 1 s", Lag(.99) / 1_000, 1, true,
            $"p50 {Lag(.5):0} ms, p99 {Lag(.99):0} ms, longest {rounds.Max(round => round.Lags.Max()):0} ms of {rounds[0].Lags.Length} sampled a round"));

        // A lag at a lower rate would say nothing of this one.
        var rate = Statistics.Median(rounds.Select(round => round.Rate));
        table.Add(new("P12", $"writes acknowledged meanwhile ÷ {PerSecond}/s", rate / PerSecond, .95, false, $"{rate:0}/s by {Clients} clients"));
    }

    private static async Task<(double[] Lags, double Rate)> OnceAsync(Stand stand, OcpProcess product, SampleFix[] fixes)
    {
        var waiting = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var done = new CancellationTokenSource();
        var looking = LookAsync(stand.Graph, waiting, done.Token);
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < fixes.Length; i = Interlocked.Increment(ref next))
            {
                var early = TimeSpan.FromSeconds((double)i / PerSecond) - Stopwatch.GetElapsedTime(start);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early);
                var receipt = await product.RememberAsync(fixes[i], success: true);
                var acknowledged = Stopwatch.GetTimestamp();
                if (i % Sampled == 0)
                    waiting[Id(receipt)] = acknowledged;
            }
        }));
        var rate = fixes.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await done.CancelAsync();
        return ([.. await looking], rate);
    }

    // Until it has seen all there are after the last was acknowledged.
    private static async Task<List<double>> LookAsync(OwnGraph graph, ConcurrentDictionary<string, long> waiting, CancellationToken noMore)
    {
        var lags = new List<double>();
        for (var last = Stopwatch.GetTimestamp(); !noMore.IsCancellationRequested || !waiting.IsEmpty; await Task.Delay(BetweenLooks, CancellationToken.None))
        {
            var asked = waiting.Keys.ToArray();
            if (asked.Length == 0)
                continue;
            var rows = await graph.QueryAsync("UNWIND $ids AS id MATCH (f:Fix {id: id}) RETURN f.id", new { ids = asked });
            var seen = Stopwatch.GetTimestamp();
            foreach (var row in rows)
            {
                if (waiting.TryRemove(row[0].GetString()!, out var acknowledged))
                    lags.Add(Stopwatch.GetElapsedTime(acknowledged, seen).TotalMilliseconds);
            }

            if (rows.Length > 0)
                last = seen;
            if (Stopwatch.GetElapsedTime(last) > Patience)
                throw new InvalidOperationException($"{asked.Length} fixes did not come into the graph.");
        }

        return lags;
    }

    private static string Id(byte[] receipt)
    {
        using var document = JsonDocument.Parse(receipt);
        return document.RootElement.GetProperty("id").GetString()!;
    }
}
