using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Issues;

namespace ObsControlPlane.Benchmarks;

/// <summary>E17: the newest ten issues that contain a text, against a scan of the same file with LIKE. Every text is in at least one issue.</summary>
internal static class SimilarCase
{
    private const int Size = 100_000;
    private const int TextsOfRound = 20;
    private const int Length = 12;
    private const int CommonFrom = 2_000;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        var set = await PreparedData.OfAsync(options, Size);
        await using var product = await InProcessProduct.StartAsync(set.Copy());
        var count = Turns.CountOf(options.Rounds, TextsOfRound);
        await RunAsync(options, table, product, "a text of 12 characters", PiecesOf(set.Fixes, count));
        await RunAsync(options, table, product, $"a text in {CommonFrom} or more", CommonOf(set.Fixes, count));
    }

    private static async Task RunAsync(BenchmarkOptions options, RatioTable table, InProcessProduct product, string kind, List<string> texts)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = product.Database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var scan = connection.CreateCommand();
        scan.CommandText = "SELECT id, ts, issue, solution FROM memori_metadata NOT INDEXED WHERE kind = 0 AND issue LIKE '%' || $text || '%' ESCAPE '\\' ORDER BY ts DESC, id LIMIT 10";
        scan.Parameters.AddWithValue("$text", "");
        var rounds = await Turns.RunAsync(
            options.Rounds, TextsOfRound,
            async number =>
            {
                if ((await product.AskAsync(new FindSimilarIssuesQuery(texts[number % texts.Count]))).Count == 0)
                    throw new InvalidOperationException($"Nothing contains '{texts[number % texts.Count]}'.");
            },
            number =>
            {
                scan.Parameters[0].Value = texts[number % texts.Count].Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
                using var reader = scan.ExecuteReader();
                while (reader.Read())
                    _ = reader.GetString(2);
                return Task.CompletedTask;
            });
        table.Add(new(
            "E17", $"similar issues of {Size}, {kind} ÷ LIKE scan", rounds.Median(round => round.P50(0) / round.P50(1)), .01, true,
            $"p50 {rounds.P50(0):0.00} ms against {rounds.P50(1):0.0} ms"));
    }

    private static List<string> PiecesOf(IReadOnlyList<SampleFix> fixes, int count)
    {
        var random = new Random(5);
        var pieces = new HashSet<string>(StringComparer.Ordinal);
        while (pieces.Count < count)
        {
            var issue = fixes[random.Next(fixes.Count)].Issue;
            if (issue.Length > Length && issue.Substring(random.Next(issue.Length - Length), Length) is var piece && piece.Trim().Length == Length && piece.All(letter => char.IsAscii(letter) && !char.IsControl(letter)))
                pieces.Add(piece);
        }

        return [.. pieces];
    }

    private static List<string> CommonOf(IReadOnlyList<SampleFix> fixes, int count) =>
    [
        .. fixes.SelectMany(fix => fix.Issue.Split(' ').Distinct(StringComparer.Ordinal))
            .Where(word => word.Length >= 4 && word.All(char.IsAsciiLetter))
            .CountBy(word => word, StringComparer.Ordinal)
            .Where(word => word.Value >= CommonFrom)
            .OrderBy(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(count).Select(word => word.Key),
    ];
}
