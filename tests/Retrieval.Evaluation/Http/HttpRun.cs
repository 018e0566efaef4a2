using System.Globalization;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Retrieval.Evaluation.Scoring;
using ObsControlPlane.Retrieval.Evaluation.Sets;

namespace ObsControlPlane.Retrieval.Evaluation.Http;

/// <summary>Loads a set into a server, asks its questions, and scores the answers.</summary>
internal sealed class HttpRun(Api api, RetrievalSet set, int limit)
{
    private const int BatchItems = 100;

    // Scores are measured here, not speed: a busy machine may take its time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, string> _ids = [];
    private readonly Dictionary<string, string> _documents = [];
    private readonly List<string> _lines = [];
    private readonly List<double> _milliseconds = [];

    /// <summary>Lines of the ranked run: question, document, rank, score; as reference scorers read it.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Time of each recall over HTTP, in milliseconds, ascending.</summary>
    public IReadOnlyList<double> Milliseconds => [.. _milliseconds.Order()];

    public async Task<Scores> RunAsync()
    {
        foreach (var part in set.Documents.Chunk(BatchItems))
            await LoadAsync(part);
        while ((await api.GetAsync("/api/stats")).Json() is not { } stats || (long)stats["vectors"]!["pending"]! > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        var scores = new List<Scores>();
        foreach (var query in set.Queries)
            scores.Add(Scores.Of(await AskAsync(query), set.Right[(string)query["id"]!]));
        return Scores.Mean(scores);
    }

    private async Task LoadAsync(JsonObject[] documents)
    {
        var answer = await api.PostAsync("/api/fixes/batch", new JsonArray([.. documents.Select(document => Body(Mapping.Fix(set.Name, document)))]), Patience);
        if (answer.Status != 200 || answer.Json()?["results"] is not JsonArray results)
            throw new InvalidOperationException($"the corpus was not taken: {answer}");
        foreach (var result in results)
        {
            var document = (string)documents[(int)result!["index"]!]["id"]!;
            if ((string?)result["id"] is not { } id)
                throw new InvalidOperationException($"document {document} was refused: {result.ToJsonString()}");
            _ids[document] = id;
            _documents[id] = document;
        }
    }

    private async Task<IReadOnlyList<string>> AskAsync(JsonObject query)
    {
        var answer = await api.PostAsync("/api/recall", Body(Mapping.Question(set.Name, query)), Patience);
        if (answer.Status != 200 || answer.Json() is not { } json)
            throw new InvalidOperationException($"recall failed: {answer}");
        _milliseconds.Add(answer.Took.TotalMilliseconds);
        var self = (string?)query["self"];
        var ranked = json["results"]!.AsArray().Concat(json["candidates"]!.AsArray())
            .Select(hit => _documents.GetValueOrDefault((string)hit!["id"]!))
            .OfType<string>()
            .Where(document => document != self)
            .Distinct()
            .ToList();
        for (var rank = 0; rank < ranked.Count; rank++)
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{query["id"]}\t{ranked[rank]}\t{rank + 1}\t{1_000 - rank}"));
        return ranked;
    }

    private static JsonObject Body(SetFix fix)
    {
        var body = new JsonObject { ["issue"] = fix.Issue, ["solution"] = fix.Solution, ["source"] = fix.Source, ["source_id"] = fix.Document };
        if (fix.Service is not null)
            body["scope"] = new JsonObject { ["service"] = fix.Service };
        if (fix.Ts is not null)
            body["ts"] = fix.Ts;
        return body;
    }

    private JsonObject Body(SetQuestion question)
    {
        var body = new JsonObject { ["key"] = question.Key, ["candidates"] = true, ["limit"] = limit };
        if (question.Service is not null)
            body["filter"] = new JsonObject { ["service"] = question.Service };
        if (question.Before is not null)
            body["before"] = question.Before;
        if (question.Self is { } self && _ids.TryGetValue(self, out var id))
            body["exclude"] = new JsonArray(id);
        return body;
    }
}
