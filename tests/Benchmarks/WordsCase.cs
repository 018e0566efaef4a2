using System.Diagnostics;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Benchmarks;

/// <summary>E4: eight words of an issue searched by the index against FTS5 with the same terms and column weights.</summary>
internal static class WordsCase
{
    private const int Depth = 200;
    private const int Words = 8;
    private const int QueriesOfRound = 30;
    private const int QueriesToWarmUp = 300;

    public static Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        var fixes = Texts.Fixes(100_000, options.Data, seed: 7);
        foreach (var size in new[] { 10_000, 100_000 })
            Run(options, table, Texts.Spread(fixes, size));
        return Task.CompletedTask;
    }

    private static void Run(BenchmarkOptions options, RatioTable table, SampleFix[] fixes)
    {
        var texts = fixes.Select(fix => IndexedText.OfFix(fix.Issue, fix.Solution)).ToArray();
        var start = Stopwatch.GetTimestamp();
        var index = Filled(texts);
        var filling = Stopwatch.GetElapsedTime(start).TotalMicroseconds / texts.Length;
        using var reference = new FtsReference(texts);
        foreach (var query in Queries(fixes, QueriesToWarmUp, seed: 1))
            _ = index.View.Words(query, Depth, SearchRestriction.None, default);
        var rounds = new List<(double Subject, double Reference)>();
        var overlaps = new List<double>();
        foreach (var batch in Queries(fixes, options.Rounds * QueriesOfRound, seed: 2).Chunk(QueriesOfRound))
        {
            var found = batch.Select(query => Timed(() => index.View.Words(query, Depth, SearchRestriction.None, default).Hits)).ToList();
            var expected = batch.Select(query => Timed(() => reference.Search(query, Depth))).ToList();
            rounds.Add((Statistics.Median(found.Select(one => one.Milliseconds)), Statistics.Median(expected.Select(one => one.Milliseconds))));
            overlaps.AddRange(found.Zip(expected, (a, b) => Overlap(a.Found, b.Found)));
        }

        var figures = $"p50 {Statistics.Median(rounds.Select(r => r.Subject)):0.000} ms against {Statistics.Median(rounds.Select(r => r.Reference)):0.0} ms, "
            + $"{filling:0.0} µs to add and publish one, {index.View.Bytes / texts.Length} bytes a record without vectors";
        table.Add(new("E4", $"{Words} words in {texts.Length} fixes ÷ FTS5", Statistics.Median(rounds.Select(r => r.Subject / r.Reference)), .02, true, figures));
        table.Add(new("E4", $"overlap@10 of {Words} words in {texts.Length} fixes", overlaps.Average(), .9, false, "ties of FTS5's tenth count as found"));
    }

    private static SearchIndex Filled(IndexedText[] texts)
    {
        var index = new SearchIndex();
        foreach (var (rid, text) in texts.Index())
        {
            index.Put(rid, new RecordFacts(new Guid(rid, 0, 0, new byte[8]), true, rid, null, 0, null, []), null, text);
            index.Publish();
        }

        return index;
    }

    private static IEnumerable<string[]> Queries(SampleFix[] fixes, int count, int seed)
    {
        var random = new Random(seed);
        while (count > 0)
        {
            var words = fixes[random.Next(fixes.Length)].Issue.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < Words)
                continue;
            count--;
            yield return [.. OpsTokenizer.Terms(string.Join(' ', words.Skip(random.Next(words.Length - Words + 1)).Take(Words)))];
        }
    }

    private static (double Milliseconds, T Found) Timed<T>(Func<T> search)
    {
        var start = Stopwatch.GetTimestamp();
        var found = search();
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, found);
    }

    private static double Overlap(IReadOnlyList<IndexHit> found, IReadOnlyList<(long Rid, double Score)> expected)
    {
        var tenth = expected.Take(10).LastOrDefault().Score;
        var good = expected.Where(hit => hit.Score >= tenth - 1e-9).Select(hit => hit.Rid).ToHashSet();
        var most = Math.Min(10, expected.Count);
        return most == 0 ? 1 : (double)found.Take(10).Count(hit => good.Contains(hit.Rid)) / most;
    }
}
