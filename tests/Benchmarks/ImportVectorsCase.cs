using System.Diagnostics;
using System.Text.Json;
using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Benchmarks;

/// <summary>The verb <c>import</c> until no vector is pending, start-up included, against the bare model over the same texts one after the other.</summary>
internal static class ImportVectorsCase
{
    private const int Lines = 2_000;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        var all = options.Data is null ? Texts.Fixes(Lines * options.Rounds, null, seed: 3) : Texts.All(options.Data);
        IEnumerable<IReadOnlyList<SampleFix>> rounds = options.Large ? [all] : Enumerable.Range(0, options.Rounds).Select(round => Part(all, round));
        using var model = OnnxEmbeddingGenerator.Load(ModelFolders.Find(new EmbeddingSettings { Source = EmbeddingSource.Folder }));
        var measured = new List<(double Subject, double Reference, int Texts)>();
        foreach (var fixes in rounds)
        {
            var before = await BareAsync(model, fixes.Where((_, at) => at % 8 == 0));
            var subject = await ImportAsync(options, fixes);
            var after = await BareAsync(model, fixes.Where((_, at) => at % 8 == 4));
            measured.Add((subject.TotalSeconds, (before + after) / 2 * fixes.Count, fixes.Count));
        }

        table.Add(new(
            "import-vectors", "import until no vector is pending ÷ the bare model on one thread", Statistics.Median(measured.Select(one => one.Subject / one.Reference)), 1.2, true,
            $"{Statistics.Median(measured.Select(one => one.Subject)):0.0} s for {measured[0].Texts} fixes against {Statistics.Median(measured.Select(one => one.Reference)):0.0} s; the model's time is that of a quarter of the texts, half before and half after, × 4"));
    }

    private static List<SampleFix> Part(IReadOnlyList<SampleFix> all, int round)
    {
        var step = Math.Max(1, all.Count / Lines);
        return [.. all.Where((_, at) => at % step == round % step).Take(Lines)];
    }

    private static async Task<double> BareAsync(OnnxEmbeddingGenerator model, IEnumerable<SampleFix> fixes)
    {
        var texts = fixes.Select(fix => fix.Issue).ToList();
        var start = Stopwatch.GetTimestamp();
        foreach (var text in texts)
            _ = await model.GenerateAsync([text]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / texts.Count;
    }

    private static async Task<TimeSpan> ImportAsync(BenchmarkOptions options, IReadOnlyList<SampleFix> fixes)
    {
        var folder = Directory.CreateTempSubdirectory("ocp-bench-").FullName;
        var file = Path.Combine(folder, "fixes.jsonl");
        await File.WriteAllLinesAsync(file, fixes.Select((fix, at) => JsonSerializer.Serialize(new { id = $"bench:{at}", issue = fix.Issue, solution = fix.Solution, source = "bench" })));
        var took = await ImportVerb.RunAsync(options.Ocp, folder, file, waits: true);
        Directory.Delete(folder, recursive: true);
        return took;
    }
}
