using System.Text.Json.Nodes;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Retrieval.Evaluation.Hosting;
using ObsControlPlane.Retrieval.Evaluation.Scoring;
using ObsControlPlane.Retrieval.Evaluation.Sets;

namespace ObsControlPlane.Retrieval.Evaluation.Calibration;

/// <summary>Relevance of the best hit of each question, over one corpus.</summary>
/// <param name="Corpus">Name of the set.</param>
/// <param name="Answerable">Of first sentences of the set's questions: what should be answered.</param>
/// <param name="Unanswerable">Of questions that nothing in the corpus answers.</param>
internal sealed record TopScores(string Corpus, IReadOnlyList<double> Answerable, IReadOnlyList<double> Unanswerable)
{
    /// <summary>Asks the product. A whole alert is three times as long as the questions without an answer, and length alone would tell them apart: so the first sentence.</summary>
    public static async Task<TopScores> MeasureAsync(RetrievalSet set, IReadOnlyList<string> unanswerable, Mode mode, string cache, CancellationToken ct)
    {
        // Without standing the score is the relevance.
        await using var host = await EvaluatedHost.StartAsync(cache, null, [.. Modes.Settings(mode), ("Recall:StandingWeight", "0")]);
        await host.ImportAsync(
            [.. set.Documents.Select(document => Mapping.Fix(set.Name, document)).Select(fix => new FixSubmission { Issue = fix.Issue, Solution = fix.Solution, Scope = fix.Service is null ? null : new Scope(fix.Service) })], ct);
        await host.ReadyAsync(ct);
        var answerable = new List<double>();
        foreach (var query in set.Queries)
            answerable.Add(await TopAsync(host, FirstSentence(query), ct));
        var others = new List<double>();
        foreach (var text in unanswerable)
            others.Add(await TopAsync(host, text, ct));
        return new TopScores(set.Name, answerable, others);
    }

    /// <summary>The texts of a file of questions without an answer, one JSON object with <c>text</c> a line.</summary>
    public static IReadOnlyList<string> Read(string file) => [.. File.ReadLines(file).Select(line => (string)JsonNode.Parse(line)!["text"]!)];

    private static async Task<double> TopAsync(EvaluatedHost host, string text, CancellationToken ct)
    {
        var answer = await host.SendAsync(new RecallQuery($"issue:{text}", Limit: 1, Candidates: true), ct);
        return answer.Results.Concat(answer.Candidates).FirstOrDefault()?.Score ?? 0;
    }

    private static string FirstSentence(JsonObject query)
    {
        var line = ((string)query["text"]!).Split('\n')[0];
        var end = line.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? line : line[..(end + 1)];
    }
}
