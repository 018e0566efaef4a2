using System.Diagnostics;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>
/// P1 to P3: acknowledged durable writes over HTTP into PostgreSQL against the same rows written plainly, by one client against one
/// connection and by many against as many; and with an index over the vectors against without. The reference waits until the product has
/// told the graph: that is no part of it.
/// </summary>
internal static class ServersWritesCase
{
    private const int OneByOne = 200;
    private const int Share = 25;
    private const int Together = 1_600;
    private const int Clients = 16;

    public static Task RunSingleAsync(BenchmarkOptions options, RatioTable table) => BothAsync(hasGraph => SingleAsync(options, table, hasGraph));

    public static Task RunManyAsync(BenchmarkOptions options, RatioTable table) => BothAsync(hasGraph => ManyAsync(options, table, hasGraph));

    /// <summary>The same writes into records that are equal but for the index; the model of both makes vectors beside them.</summary>
    public static async Task RunIndexedAsync(BenchmarkOptions options, RatioTable table)
    {
        var (stand, record) = (options.Stand!, await options.Stand!.PreparedAsync(options, PreparedRecord.SizeOf(options)));
        await using var with = await stand.NewDatabaseAsync(record.Database);
        await using var without = await stand.NewDatabaseAsync(record.Database);
        await without.RunAsync($"DROP INDEX embeddings_nearest_{record.Model.Model}; UPDATE embedding_models SET indexed = false");
        await using var indexed = await stand.StartAsync(with, embeds: true);
        await using var bare = await stand.StartAsync(without, embeds: true, more: ("Postgres__IndexVectorsFrom", "10000000"));
        var rounds = new List<(double Subject, double Reference)>();
        var made = new List<double>();
        foreach (var share in Texts.Fixes(Together * (options.Rounds + 1), folder: null, seed: 13).Chunk(Together))
        {
            var before = await VectorsAsync(with);
            var subject = await PostAsync(indexed, share);
            made.Add(await VectorsAsync(with) - before);
            await with.DrainedAsync("outbox", "embedding_queue");
            var reference = await PostAsync(bare, share);
            await without.DrainedAsync("outbox", "embedding_queue");
            rounds.Add((share.Length / subject.TotalSeconds, share.Length / reference.TotalSeconds));
        }

        rounds.RemoveAt(0);
        table.Add(new(
            "P3", $"remember over HTTP, {Clients} clients, with an index over {record.Fixes.Count} vectors ÷ without it",
            Statistics.Median(rounds.Select(round => round.Subject / round.Reference)), .9, false,
            $"{Rates(rounds)}, vectors made meanwhile and stored with the last answer {Statistics.Median(made.Skip(1)):0} of {Together}"));
    }

    private static Task<long> VectorsAsync(OwnDatabase database) => database.CountAsync("SELECT count(*) FROM memori_embeddings");

    private static async Task BothAsync(Func<bool, Task> run)
    {
        await run(true);
        await run(false);
    }

    // Without the graph it is told how much of it is the work beside the writes, which is the product's all the same.
    private static (string With, double? Bound) Judged(bool hasGraph, double bound) => hasGraph ? ("", bound) : (", graph away", null);

    private static async Task SingleAsync(BenchmarkOptions options, RatioTable table, bool hasGraph)
    {
        await using var database = await options.Stand!.NewDatabaseAsync();
        await using var plain = await options.Stand.NewDatabaseAsync();
        await using var product = await options.Stand.StartAsync(database, hasGraph: hasGraph);
        await using var raw = await RawWriter.OpenAsync(plain);
        var rounds = new List<Round>();
        long written = 0;
        foreach (var round in Texts.Fixes(OneByOne * (options.Rounds + 1), folder: null, seed: 11).Chunk(OneByOne))
        {
            var times = new List<double[]>();
            foreach (var share in round.Chunk(Share))
            {
                var subject = new List<double>();
                foreach (var fix in share)
                    subject.Add(await Turns.TimeAsync(() => product.RememberAsync(fix, success: true)));
                var rows = await RowsAsync(database, written, share.Length, hasGraph);
                written = rows.LastRid;
                foreach (var (row, took) in rows.Rows.Zip(subject))
                    times.Add([took, await Turns.TimeAsync(() => raw.WriteAsync(rows, row))]);
            }

            rounds.Add(new Round(times));
        }

        rounds.RemoveAt(0);
        var (with, bound) = Judged(hasGraph, 1.5);
        table.Add(new(
            "P1", $"remember over HTTP, 1 client ÷ raw transaction in PostgreSQL{with}", rounds.Median(round => round.P50(0) / round.P50(1)), bound, true,
            $"p50 {rounds.P50(0):0.00} ms against {rounds.P50(1):0.00} ms"));
    }

    private static async Task ManyAsync(BenchmarkOptions options, RatioTable table, bool hasGraph)
    {
        await using var database = await options.Stand!.NewDatabaseAsync();
        await using var plain = await options.Stand.NewDatabaseAsync();
        await using var product = await options.Stand.StartAsync(database, hasGraph: hasGraph);
        var writers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => RawWriter.OpenAsync(plain)));
        var rounds = new List<(double Subject, double Reference)>();
        long written = 0;
        foreach (var share in Texts.Fixes(Together * (options.Rounds + 1), folder: null, seed: 12).Chunk(Together))
        {
            var subject = await PostAsync(product, share);
            var rows = await RowsAsync(database, written, share.Length, hasGraph);
            written = rows.LastRid;
            var reference = await RawWriter.WriteAllAsync(writers, rows);
            rounds.Add((share.Length / subject.TotalSeconds, share.Length / reference.TotalSeconds));
        }

        foreach (var writer in writers)
            await writer.DisposeAsync();
        rounds.RemoveAt(0);
        var (with, bound) = Judged(hasGraph, .8);
        table.Add(new(
            "P2", $"remember over HTTP, {Clients} clients ÷ raw transactions, {Clients} connections{with}",
            Statistics.Median(rounds.Select(round => round.Subject / round.Reference)), bound, false, Rates(rounds)));
    }

    private static async Task<RawFixes> RowsAsync(OwnDatabase database, long written, int acknowledged, bool hasGraph)
    {
        if (hasGraph)
            await database.DrainedAsync("outbox");
        return await RawFixes.ReadAsync(database, written, acknowledged);
    }

    private static string Rates(List<(double Subject, double Reference)> rounds) =>
        $"{Statistics.Median(rounds.Select(round => round.Subject)):0}/s against {Statistics.Median(rounds.Select(round => round.Reference)):0}/s";

    private static async Task<TimeSpan> PostAsync(OcpProcess product, SampleFix[] fixes)
    {
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < fixes.Length; i = Interlocked.Increment(ref next))
                await product.RememberAsync(fixes[i], success: true);
        }));
        return Stopwatch.GetElapsedTime(start);
    }
}
