using System.Globalization;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;

namespace ObsControlPlane.Retrieval.Evaluation;

/// <summary>Loads a set into a server, asks its questions, and scores the answers.</summary>
internal sealed class SetRun(Api api, RetrievalSet set, int limit)
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
        var scores = new List<Scores>();
        foreach (var query in set.Queries)
            scores.Add(Scores.Of(await AskAsync(query), set.Right[(string)query["id"]!]));
        return Scores.Mean(scores);
    }

    private async Task LoadAsync(JsonObject[] documents)
    {
        var answer = await api.PostAsync("/api/fixes/batch", new JsonArray([.. documents.Select(document => Mapping.Fix(set.Name, document))]), Patience);
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
        var answer = await api.PostAsync("/api/recall", Mapping.Recall(set.Name, query, limit, _ids), Patience);
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
}
