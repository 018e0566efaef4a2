using System.Diagnostics;
using System.Numerics.Tensors;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Benchmarks;

/// <summary>E1: nearest vectors by the index (first pass over signs) against an exact scan of 32-bit floats on one thread.</summary>
internal static class NearestCase
{
    private const int Depth = 200;
    private const int QueriesOfRound = 40;

    // Below it, looking at 800 candidates again costs more than the first pass, whatever that is.
    private const int BoundFrom = 100_000;

    private const int QueriesToWarmUp = 300;

    public static Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        foreach (var size in new[] { 10_000, 100_000 })
            Run(options, table, size);
        return Task.CompletedTask;
    }

    private static void Run(BenchmarkOptions options, RatioTable table, int size)
    {
        var queries = options.Rounds * QueriesOfRound;
        var all = SampleVectors.Load(size + queries, options.Vectors, seed: 11);
        var asked = all[^queries..];
        var (flat, count) = (all[..^queries].SelectMany(vector => vector).ToArray(), all.Length - queries);
        var start = Stopwatch.GetTimestamp();
        var index = Filled(all.AsSpan(0, count));
        var filling = Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
        var rounds = new List<(double Subject, double Reference)>();
        var (at10, atDepth) = (new List<double>(), new List<double>());
        for (var i = 0; i < QueriesToWarmUp; i++)
            _ = index.View.Nearest(all[i], Depth, SearchRestriction.None, default);
        foreach (var batch in asked.Chunk(QueriesOfRound))
        {
            var found = batch.Select(query => Timed(() => index.View.Nearest(query, Depth, SearchRestriction.None, default).Select(hit => (int)hit.Rid).ToArray())).ToList();
            var exact = batch.Select(query => Timed(() => Scan(flat, query))).ToList();
            rounds.Add((Statistics.Median(found.Select(one => one.Milliseconds)), Statistics.Median(exact.Select(one => one.Milliseconds))));
            at10.AddRange(found.Zip(exact, (a, b) => Recall(a.Rows, b.Rows, 10)));
            atDepth.AddRange(found.Zip(exact, (a, b) => Recall(a.Rows, b.Rows, Depth)));
        }

        var figures = $"p50 {Statistics.Median(rounds.Select(r => r.Subject)):0.00} ms against {Statistics.Median(rounds.Select(r => r.Reference)):0.00} ms, "
            + $"recall@{Depth} {atDepth.Average():0.000}, {filling:0.0} µs to add one, {index.View.Bytes / count} bytes a record without words";
        table.Add(new("E1", $"nearest {Depth} of {count} ÷ exact scan", Statistics.Median(rounds.Select(r => r.Subject / r.Reference)), count < BoundFrom ? null : .15, true, figures));
        table.Add(new("E1", $"recall@10 of nearest {Depth} of {count}", at10.Average(), .98, false, "against the exact scan"));
    }

    private static SearchIndex Filled(ReadOnlySpan<float[]> vectors)
    {
        var index = new SearchIndex();
        index.ResetVectors(SampleVectors.Dimension);
        var nothing = new IndexedText("", "", "");
        for (var rid = 0; rid < vectors.Length; rid++)
        {
            index.Put(rid, new RecordFacts(new Guid(rid, 0, 0, new byte[8]), true, rid, null, 0, null, []), null, nothing);
            index.PutVector(rid, vectors[rid]);
            index.Publish();
        }

        return index;
    }

    private static (double Milliseconds, int[] Rows) Timed(Func<int[]> search)
    {
        var start = Stopwatch.GetTimestamp();
        var rows = search();
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, rows);
    }

    private static int[] Scan(float[] flat, float[] query)
    {
        var best = new Selection(Depth, static (a, b) => a - b);
        for (var row = 0; row * query.Length < flat.Length; row++)
            best.Offer(TensorPrimitives.Dot(query, flat.AsSpan(row * query.Length, query.Length)), row);
        return [.. best.Best().ToArray().Select(scored => scored.At)];
    }

    private static double Recall(int[] found, int[] exact, int depth) =>
        (double)found.Take(depth).Intersect(exact.Take(depth)).Count() / Math.Min(depth, exact.Length);
}
