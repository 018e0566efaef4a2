using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ObsControlPlane.Retrieval.Evaluation.Scoring;
using ObsControlPlane.Retrieval.Evaluation.Sets;

namespace ObsControlPlane.Retrieval.Evaluation.Calibration;

/// <summary>What to calibrate with.</summary>
/// <param name="Sets">Folders of two sets or more.</param>
/// <param name="Unanswerable">File of questions without an answer.</param>
/// <param name="Cache">Folder for the vectors of texts, or null.</param>
/// <param name="Models">Folder <c>models</c> whose thresholds are written, or null.</param>
/// <param name="Report">Markdown file whose section is written anew, or null.</param>
/// <param name="Gate">Whether the bar must hold.</param>
internal sealed record CalibrateOptions(IReadOnlyList<string> Sets, string Unanswerable, string? Cache, string? Models, string? Report, bool Gate);

/// <summary>
/// Measures from which relevance on a hit answers a question. Cross-validated: for each corpus the threshold is chosen on the others alone
/// and tried on it.
/// </summary>
internal static class CalibrateCommand
{
    // The bar: at most so many false answers, at least so many true ones kept, on a corpus that set nothing.
    private const double MostFalse = .20;
    private const double LeastKept = .95;

    private static readonly JsonSerializerOptions Writing = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(CalibrateOptions options, CancellationToken ct)
    {
        var unanswerable = TopScores.Read(options.Unanswerable);
        var sets = options.Sets.Select(RetrievalSet.Load).ToList();
        var temporary = options.Cache is null ? Directory.CreateTempSubdirectory("ocp-vectors-") : null;
        var lines = new List<string>
        {
            $"Written by `tests/Retrieval.Evaluation calibrate`. A threshold is the highest that keeps {Threshold.Kept:P0} of what should be answered on every corpus it is chosen on. Each row was tried with the threshold that the other corpora set.",
            "",
            "| mode | corpus | threshold of the others | kept | false answers | threshold of all | kept | false answers |",
            "|---|---|---|---|---|---|---|---|",
        };
        int passed = 0, failed = 0;
        foreach (var mode in new[] { Mode.Words, Mode.Hybrid })
        {
            var corpora = new List<TopScores>();
            foreach (var set in sets)
                corpora.Add(await TopScores.MeasureAsync(set, unanswerable, mode, options.Cache ?? temporary!.FullName, ct));
            var chosen = Math.Round(Threshold.Choose(corpora), 3, MidpointRounding.ToZero);
            foreach (var corpus in corpora)
            {
                var others = Threshold.Choose(corpora.Where(other => other != corpus));
                var (kept, wrong) = (Threshold.Share(corpus.Answerable, others), Threshold.Share(corpus.Unanswerable, others));
                lines.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {mode.ToString().ToLowerInvariant()} | {corpus.Corpus} | {others:F3} | {kept:P1} | {wrong:P1} | {chosen:F3} | {Threshold.Share(corpus.Answerable, chosen):P1} | {Threshold.Share(corpus.Unanswerable, chosen):P1} |"));
                Console.WriteLine(lines[^1]);
                if (mode != Mode.Hybrid)
                    continue;
                var holds = Threshold.Share(corpus.Answerable, chosen) >= LeastKept && Threshold.Share(corpus.Unanswerable, chosen) <= MostFalse && wrong <= MostFalse;
                (passed, failed) = holds ? (passed + 1, failed) : (passed, failed + 1);
            }

            if (options.Models is { } models)
                Write(models, mode, chosen);
        }

        temporary?.Delete(recursive: true);
        if (options.Report is { } report)
            ReportFile.WriteSection(report, "No answer", lines);
        if (!options.Gate)
            return 0;
        Console.WriteLine($"{passed} passed, {failed} failed, 0 skipped");
        return failed == 0 ? 0 : 1;
    }

    private static void Write(string models, Mode mode, double threshold)
    {
        var path = mode == Mode.Words ? Path.Combine(models, "words.json") : Path.Combine(models, "bge-small-en-v1.5", "model.json");
        var file = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        if (mode == Mode.Words)
            file["threshold"] = threshold;
        else
            file["fusion"]!["threshold"] = threshold;
        File.WriteAllText(path, file.ToJsonString(Writing) + "\n");
    }
}
