using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ObsControlPlane.Retrieval.Evaluation.Sets;

namespace ObsControlPlane.Retrieval.Evaluation.Scoring;

/// <summary>What to score.</summary>
/// <param name="Sets">Folders of sets.</param>
/// <param name="Modes">Modes.</param>
/// <param name="Cache">Folder for the vectors of texts, or null.</param>
/// <param name="Gate">File of floors, or null.</param>
/// <param name="Report">Markdown file whose section is written anew, or null.</param>
internal sealed record ScoreOptions(IReadOnlyList<string> Sets, IReadOnlyList<Mode> Modes, string? Cache, string? Gate, string? Report);

/// <summary>Scores sets in each mode, compares them with their floors, and writes the table.</summary>
internal static class ScoreCommand
{
    // Hybrid may be this much worse than the better of its legs.
    private const double LegSlack = .005;

    public static async Task<int> RunAsync(ScoreOptions options, CancellationToken ct)
    {
        var temporary = options.Cache is null ? Directory.CreateTempSubdirectory("ocp-vectors-") : null;
        try
        {
            var rows = new List<ScoreRow>();
            foreach (var folder in options.Sets)
                rows.AddRange(await ScoreAsync(RetrievalSet.Load(folder), options, options.Cache ?? temporary!.FullName, ct));
            if (options.Report is { } report)
                ScoreReport.Write(report, rows);
            return options.Gate is { } gate ? await GateAsync(gate, rows, ct) : 0;
        }
        finally
        {
            temporary?.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<ScoreRow>> ScoreAsync(RetrievalSet set, ScoreOptions options, string cache, CancellationToken ct)
    {
        var rows = new List<ScoreRow>();
        foreach (var mode in options.Modes)
        {
            var started = Stopwatch.GetTimestamp();
            var row = new ScoreRow(set.Name, mode, await new SetScoring(set, cache).RunAsync(mode, ct));
            rows.Add(row);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row} ({Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s)"));
        }

        return rows;
    }

    private static async Task<int> GateAsync(string gate, IReadOnlyList<ScoreRow> rows, CancellationToken ct)
    {
        var floors = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double>>>(await File.ReadAllTextAsync(gate, ct))!;
        int passed = 0, failed = 0;
        void Check(string what, double score, double least)
        {
            var holds = score >= least;
            (passed, failed) = holds ? (passed + 1, failed) : (passed, failed + 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {score:F4} {(holds ? "holds" : "FAILS")} {least:F4}"));
        }

        foreach (var row in rows)
        {
            if (floors.GetValueOrDefault(row.Mode.ToString().ToLowerInvariant())?.TryGetValue(row.Set, out var floor) == true)
                Check($"{row.Set} {row.Mode} nDCG@10", row.Ndcg.Mean, floor);
        }

        foreach (var set in rows.GroupBy(row => row.Set).Where(set => set.Select(row => row.Mode).Distinct().Count() == Modes.All.Count))
        {
            var by = set.ToDictionary(row => row.Mode, row => row.Ndcg.Mean);
            Check($"{set.Key} hybrid against the better leg", by[Mode.Hybrid], Math.Max(by[Mode.Words], by[Mode.Vectors]) - LegSlack);
        }

        if (passed + failed == 0)
        {
            Console.Error.WriteLine("no floor concerns these sets");
            failed = 1;
        }

        Console.WriteLine($"{passed} passed, {failed} failed, 0 skipped");
        return failed == 0 ? 0 : 1;
    }
}
