using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ObsControlPlane.Api.Terminal.Printing;

/// <summary>Prints the answer of a recall: the verdict first, then each list that holds something.</summary>
internal static class RecallView
{
    private const int SolutionLines = 3;
    private const int LineWidth = 100;
    private static readonly string[] ScopeParts = ["service", "server", "environment", "version"];

    /// <summary>Prints an answer.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="answer">The answer of <c>POST /api/recall</c>.</param>
    /// <param name="explain">Whether to show what the scores are made of.</param>
    public static void Print(Screen screen, JsonElement answer, bool explain)
    {
        var results = answer.Items("results");
        PrintVerdict(screen, answer, results);
        PrintHits(screen, null, results, explain);
        PrintHits(screen, "Avoid: tried, and did not work", answer.Items("avoid"), explain);
        PrintHits(screen, "Related", answer.Items("related"), explain);
        PrintHits(screen, "Nearest, below the threshold", answer.Items("candidates"), explain);
        if (explain && answer.Member("explanation") is { } explanation)
            PrintExplanation(screen, explanation);
        if (results.Count > 0 && results[0].Text("kind") == "fix")
            screen.Note($"Tell how it ended: ocp outcome {results[0].Text("id")} worked --recall-id {answer.Text("recall_id")}");
    }

    private static void PrintVerdict(Screen screen, JsonElement answer, IReadOnlyList<JsonElement> results)
    {
        var (sentence, colour) = answer.Text("verdict") switch
        {
            "proven" => ("proven: a fix among these worked more often than it failed", Color.Green),
            "unproven" => ("unproven: nothing among these has been shown to work yet", Color.Yellow),
            "none" => ("none: nothing near enough is known", Color.Grey),
            var other => (other ?? "", Color.Default),
        };
        var took = $"{answer.Number("took_ms"):0} ms";
        var count = results.Count > 0 ? $" ({results.Count} {(results.Count == 1 ? "answer" : "answers")} in {took})" : $" ({took})";
        screen.Line(sentence + count, new Style(colour, decoration: Decoration.Bold));
        if (answer.Member("complete")?.ValueKind == JsonValueKind.False)
        {
            var missing = answer.Items("sources").Where(source => source.Text("status") is not ("ok" or "off" or "loading"))
                .Select(source => $"{source.Text("name")} is {source.Text("status")}");
            screen.Line($"incomplete: {string.Join(", ", missing)}; what is not listed may still be known");
        }
    }

    private static void PrintHits(Screen screen, string? heading, IReadOnlyList<JsonElement> hits, bool explain)
    {
        if (hits.Count == 0)
            return;
        if (heading is not null)
            screen.Line(heading, new Style(decoration: Decoration.Bold));
        var table = screen.NewTable("score", "standing", heading is null ? "what helped" : "what was done");
        table.Columns[0].NoWrap();
        foreach (var hit in hits)
            table.AddRow(new Text(JsonView.Share(hit.Number("score"))), Standing(hit), Content(hit));
        screen.Table(table);
        if (!explain)
            return;
        foreach (var hit in hits)
            PrintSignals(screen, hit);
    }

    private static Rows Standing(JsonElement hit)
    {
        if (hit.Text("kind") == "memory")
            return new Rows(new Text("memory"));
        var rows = new List<IRenderable> { new Text(JsonView.Share(hit.Number("standing", "score"))), new Text(StandingView.Short(hit)) };
        if (hit.Number("came_back") is { } cameBack)
            rows.Add(new Text("came back " + JsonView.Time(cameBack)));
        return new Rows(rows);
    }

    private static Rows Content(JsonElement hit)
    {
        var quiet = new Style(decoration: Decoration.Dim);
        var rows = new List<IRenderable>
        {
            new Text(Printable.Head(hit.Text("issue") ?? hit.Text("key"), 1, LineWidth) is [var issue, ..] ? issue : "", quiet),
        };
        rows.AddRange(Printable.Head(hit.Text("solution") ?? hit.Text("content"), SolutionLines, LineWidth).Select(line => new Text(line)));
        if (hit.Count("similar") is var similar and > 0)
            rows.Add(new Text($"and {similar} like it", quiet));
        // Never broken over two lines: it is there to be copied.
        rows.Add(new Text(Printable.Line(hit.Text("id")), quiet) { Overflow = Overflow.Crop });
        return new Rows(rows);
    }

    private static void PrintSignals(Screen screen, JsonElement hit)
    {
        screen.Line($"{hit.Text("id")} scores {JsonView.Share(hit.Number("score"))}:");
        var table = screen.NewTable("signal", "raw", "normalised", "weight", "contribution");
        foreach (var signal in hit.Items("signals"))
        {
            table.AddPlainRow(
                signal.Text("name"), Precise(signal.Number("raw")), Precise(signal.Number("normalised")),
                Precise(signal.Number("weight")), Precise(signal.Number("contribution")));
        }
        screen.Table(table);
        if (hit.Items("evidence") is not { Count: > 0 } evidence)
            return;
        var scopes = screen.NewTable("scope", "worked", "failed", "unknown", "came back");
        foreach (var told in evidence)
        {
            scopes.AddPlainRow(
                ScopeOf(told), JsonView.Grouped(told.Count("worked")), JsonView.Grouped(told.Count("failed")),
                JsonView.Grouped(told.Count("unknown")), JsonView.Grouped(told.Count("came_back")));
        }
        screen.Table(scopes);
    }

    private static string ScopeOf(JsonElement told)
    {
        var parts = ScopeParts.Select(part => told.Text("scope", part)).OfType<string>().ToList();
        return parts.Count == 0 ? "everywhere" : string.Join(" / ", parts);
    }

    private static void PrintExplanation(Screen screen, JsonElement explanation)
    {
        var table = screen.NewTable("tier", "ran", "ms");
        foreach (var tier in explanation.Items("tiers"))
            table.AddPlainRow(tier.Text("name"), tier.IsTrue("ran") ? "yes" : "no", Precise(tier.Number("took_ms")));
        screen.Table(table);
        var runnerUp = explanation.Member("runner_up") is { } next ? $"; runner-up {next.Text("id")}: {next.Text("reason")}" : "";
        screen.Line($"threshold {Precise(explanation.Number("threshold"))} on relevance, the score without its standing{runnerUp}");
    }

    private static string? Precise(double? number) => number?.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
