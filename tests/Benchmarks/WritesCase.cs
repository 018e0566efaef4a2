using System.Diagnostics;

namespace ObsControlPlane.Benchmarks;

/// <summary>
/// E12 and E13: acknowledged durable writes over HTTP against the same rows written plainly: by one client against one transaction a fix,
/// by many against as many fixes a transaction. With embeddings, as the product is by default, and without.
/// </summary>
internal static class WritesCase
{
    private const int OneByOne = 400;
    private const int Together = 3_200;
    private const int Share = 25;

    public static Task RunSingleAsync(BenchmarkOptions options, RatioTable table) => BothAsync(embeds => SingleAsync(options, table, embeds));

    public static Task RunManyAsync(BenchmarkOptions options, RatioTable table) => BothAsync(async embeds =>
    {
        await ManyAsync(options, table, embeds, 16);
        await ManyAsync(options, table, embeds, 64);
    });

    private static async Task BothAsync(Func<bool, Task> run)
    {
        await run(true);
        await run(false);
    }

    private static string With(bool embeds) => embeds ? "" : ", embeddings off";

    private static async Task SingleAsync(BenchmarkOptions options, RatioTable table, bool embeds)
    {
        await using var product = await OcpProcess.StartAsync(options.Ocp, embeds: embeds);
        using var raw = new RawFile();
        var fixes = Texts.Fixes(OneByOne * (options.Rounds + 1), folder: null, seed: 11);
        var rounds = new List<Round>();
        long written = 0;
        foreach (var round in fixes.Chunk(OneByOne))
        {
            var times = new List<double[]>();
            foreach (var share in round.Chunk(Share))
            {
                var subject = new List<double>();
                foreach (var fix in share)
                    subject.Add(await Turns.TimeAsync(() => product.RememberAsync(fix, success: true)));
                var rows = Rows(product, ref written, share.Length);
                times.AddRange(rows.Zip(subject, (row, took) => new[] { took, raw.Insert([row], 1).TotalMilliseconds }));
            }

            rounds.Add(new Round(times));
        }

        rounds.RemoveAt(0);
        table.Add(new(
            "E12", $"remember over HTTP, 1 client ÷ raw transaction{With(embeds)}", rounds.Median(round => round.P50(0) / round.P50(1)), 1.4, true,
            $"p50 {rounds.P50(0):0.00} ms against {rounds.P50(1):0.00} ms"));
    }

    private static async Task ManyAsync(BenchmarkOptions options, RatioTable table, bool embeds, int clients)
    {
        await using var product = await OcpProcess.StartAsync(options.Ocp, embeds: embeds);
        using var raw = new RawFile();
        var fixes = Texts.Fixes(Together * (options.Rounds + 1), folder: null, seed: 11);
        var rounds = new List<(double Subject, double Reference)>();
        long written = 0;
        foreach (var share in fixes.Chunk(Together))
        {
            var subject = await PostAsync(product, share, clients);
            var reference = raw.Insert(Rows(product, ref written, share.Length), clients);
            rounds.Add((share.Length / subject.TotalSeconds, share.Length / reference.TotalSeconds));
        }

        rounds.RemoveAt(0);
        table.Add(new(
            "E13", $"remember over HTTP, {clients} clients ÷ raw group commit{With(embeds)}", Statistics.Median(rounds.Select(round => round.Subject / round.Reference)), .75, false,
            $"{Statistics.Median(rounds.Select(round => round.Subject)):0}/s against {Statistics.Median(rounds.Select(round => round.Reference)):0}/s"));
    }

    private static IReadOnlyList<IReadOnlyList<RawRow>> Rows(OcpProcess product, ref long written, int acknowledged)
    {
        var rows = RawFile.Read(product.Database, written);
        written += rows.Count;
        return rows.Count == acknowledged ? rows : throw new InvalidOperationException($"{acknowledged} writes were acknowledged and {rows.Count} are in the file.");
    }

    private static async Task<TimeSpan> PostAsync(OcpProcess product, SampleFix[] fixes, int clients)
    {
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < fixes.Length; i = Interlocked.Increment(ref next))
                await product.RememberAsync(fixes[i], success: i % 3 != 0);
        }));
        return Stopwatch.GetElapsedTime(start);
    }
}
