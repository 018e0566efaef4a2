using System.Globalization;

namespace ObsControlPlane.Retrieval.Evaluation.Scoring;

/// <summary>Writes the table of scores.</summary>
internal static class ScoreReport
{
    public static void Write(string path, IReadOnlyList<ScoreRow> rows)
    {
        var lines = new List<string>
        {
            "Written by `tests/Retrieval.Evaluation score`. Means over the questions of each set, nDCG@10 with its 95 % bootstrap interval.",
            "",
            "| set | questions | mode | nDCG@10 | interval | R@5 | R@10 | MRR |",
            "|---|---|---|---|---|---|---|---|",
        };
        lines.AddRange(rows.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"| {row.Set} | {row.Questions.Count} | {Name(row.Mode)} | {row.Ndcg.Mean:F4} | {row.Ndcg.Low:F3}–{row.Ndcg.High:F3} | {row.Mean.RecallAt5:F4} | {row.Mean.RecallAt10:F4} | {row.Mean.Mrr:F4} |")));
        lines.AddRange(rows.GroupBy(row => row.Mode).OrderBy(mode => mode.Key).Select(mode => string.Create(
            CultureInfo.InvariantCulture, $"| **mean of {mode.Count()} sets** | | {Name(mode.Key)} | **{mode.Average(row => row.Ndcg.Mean):F4}** | | {mode.Average(row => row.Mean.RecallAt5):F4} | {mode.Average(row => row.Mean.RecallAt10):F4} | {mode.Average(row => row.Mean.Mrr):F4} |")));
        ReportFile.WriteSection(path, "Retrieval", lines);
    }

    private static string Name(Mode mode) => mode.ToString().ToLowerInvariant();
}
