using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Searching;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>P4 and P6: the legs that PostgreSQL answers itself, facts of what they find included, against a plain query that answers with ids.</summary>
internal static class ServersLegsCase
{
    private const int Depth = 200;
    private const int Words = 8;
    private const int QuestionsOfRound = 40;

    public static async Task RunNearestAsync(BenchmarkOptions options, RatioTable table)
    {
        var record = await options.Stand!.PreparedAsync(options, PreparedRecord.SizeOf(options));
        await using var store = record.Database.Open();
        await using var raw = await RawQueries.OpenAsync(record.Database, record.Model, Depth);
        await using var exact = await RawQueries.OpenAsync(record.Database, record.Model, Depth, isExact: true);
        var search = new PostgresFixSearch(store);
        var (random, vectors) = (new Random(31), new FixVectors(options.Vectors, seed: 29));
        var count = Turns.CountOf(options.Rounds, QuestionsOfRound);
        var asked = Enumerable.Range(0, count).Select(_ => vectors.Of(record.Fixes[random.Next(record.Fixes.Count)].Origin)).ToArray();
        var (found, foundRaw) = (new IReadOnlyList<Guid>[count], new IReadOnlyList<Guid>[count]);
        var rounds = await Turns.RunAsync(
            options.Rounds, QuestionsOfRound,
            async number => found[number] = Ids((await search.FindNearestAsync(Query(""), new QueryVector(record.Model.Stamp, asked[number]), default)).Hits),
            async number => foundRaw[number] = await raw.NearestAsync(asked[number]));
        var (recall, recallRaw) = (new List<double>(), new List<double>());
        foreach (var (number, vector) in asked.Index())
        {
            var nearest = await exact.NearestAsync(vector);
            recall.Add(Found(found[number], nearest));
            recallRaw.Add(Found(foundRaw[number], nearest));
        }

        table.Add(new(
            "P4", $"nearest {Depth} of {record.Fixes.Count} in PostgreSQL ÷ raw HNSW query, ef {Depth}", rounds.Median(round => round.P50(0) / round.P50(1)), 1.2, true, Times(rounds)));
        table.Add(new("P4", $"recall@10 of nearest {Depth} of {record.Fixes.Count}", recall.Average(), .98, false, $"against all compared; of the raw query {recallRaw.Average():0.000}"));
    }

    public static async Task RunWordsAsync(BenchmarkOptions options, RatioTable table)
    {
        var record = await options.Stand!.PreparedAsync(options, PreparedRecord.SizeOf(options));
        await using var store = record.Database.Open();
        await using var words = await PositionedWords.MakeAsync(record);
        await using var ranked = await RawQueries.OpenAsync(record.Database, record.Model, Depth, wordsOf: PositionedWords.Table);
        await using var raw = await RawQueries.OpenAsync(record.Database, record.Model, Depth);
        var search = new PostgresFixSearch(store);
        var asked = Questions(record.Fixes, Turns.CountOf(options.Rounds, QuestionsOfRound));
        var (found, foundRanked) = (new IReadOnlyList<Guid>[asked.Length], new List<Guid>[asked.Length]);
        var rounds = await Turns.RunAsync(
            options.Rounds, QuestionsOfRound,
            async number => found[number] = Ids((await search.FindWordsAsync(Query(asked[number]), default)).Hits),
            async number => foundRanked[number] = await ranked.WordsAsync(AnyOf(asked[number])),
            number => raw.WordsAsync(AnyOf(asked[number])));
        var index = Filled(record);
        var overlaps = asked.Select((text, number) => Overlap(found[number], index.View.Words([.. OpsTokenizer.Terms(text)], Depth, SearchRestriction.None, default).Hits)).Average();
        var overlapsRanked = found.Zip(foundRanked, Found).Average();
        var what = $"{Words} words in {record.Fixes.Count} fixes in PostgreSQL";
        table.Add(new("P6", $"{what} ÷ ts_rank_cd of any of them, with positions", rounds.Median(round => round.P50(0) / round.P50(1)), .02, true, Times(rounds)));
        table.Add(new(
            "P6", $"{what} ÷ ts_rank_cd over the record's own words, which have no positions and so all rank alike", rounds.Median(round => round.P50(0) / round.P50(2)), null, true,
            $"p50 {rounds.P50(0):0.00} ms against {rounds.P50(2):0.00} ms"));
        table.Add(new(
            "P6", $"overlap@10 of {what}", overlaps, .8, false, $"with BM25 in memory, ties of its tenth count as found; with ts_rank_cd, which knows no rarity, {overlapsRanked:0.000}"));
    }

    private static string AnyOf(string text) => WordQuestion.AnyOf(OpsTokenizer.Terms(text).Distinct().Select(term => new SearchedTerm(term, 1, 1)));

    private static SearchQuery Query(string text) => new(null, text, SearchKinds.Fixes, Depth, SearchFilter.None, null, []);

    private static Guid[] Ids(IReadOnlyList<LegHit> hits) => [.. hits.Select(hit => hit.Id)];

    private static string Times(IReadOnlyList<Round> rounds) => $"p50 {rounds.P50(0):0.00} ms against {rounds.P50(1):0.00} ms";

    private static double Found(IReadOnlyList<Guid> found, List<Guid> exact) =>
        (double)found.Take(10).Intersect(exact.Take(10)).Count() / Math.Clamp(exact.Count, 1, 10);

    private static string[] Questions(IReadOnlyList<SampleFix> fixes, int count)
    {
        var random = new Random(2);
        var questions = new List<string>(count);
        while (questions.Count < count)
        {
            var words = fixes[random.Next(fixes.Count)].Issue.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= Words)
                questions.Add(string.Join(' ', words.Skip(random.Next(words.Length - Words + 1)).Take(Words)));
        }

        return [.. questions];
    }

    private static SearchIndex Filled(PreparedRecord record)
    {
        var index = new SearchIndex();
        foreach (var (rid, (id, fix)) in record.Ids.Zip(record.Fixes).DistinctBy(pair => pair.First).Index())
            index.Put(rid, new RecordFacts(id, true, rid, null, 0, null, []), null, IndexedText.OfFix(fix.Issue, fix.Solution));
        index.Publish();
        return index;
    }

    private static double Overlap(IReadOnlyList<Guid> found, IReadOnlyList<IndexHit> expected)
    {
        var tenth = expected.Take(10).LastOrDefault()?.Score ?? 0;
        var good = expected.Where(hit => hit.Score >= tenth - 1e-9).Select(hit => hit.Facts.Id).ToHashSet();
        var most = Math.Min(10, expected.Count);
        return most == 0 ? 1 : (double)found.Take(10).Count(good.Contains) / most;
    }
}
