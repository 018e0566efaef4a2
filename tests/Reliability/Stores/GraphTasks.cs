using System.Globalization;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>Fills a record, and has the program compare its graph or make it anew.</summary>
internal static class GraphTasks
{
    private const int BatchItems = 500;

    /// <summary>Writes fixes in batches.</summary>
    /// <param name="api">The door.</param>
    /// <param name="random">Chooses the texts.</param>
    /// <param name="count">How many.</param>
    /// <param name="alter">Changes the body of number n; null for none.</param>
    /// <returns>Their ids, in their order.</returns>
    public static async Task<IReadOnlyList<string>> FillAsync(Api api, Random random, int count, Action<int, JsonObject>? alter = null)
    {
        var ids = new List<string>(count);
        var newest = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (var first = 0; first < count; first += BatchItems)
        {
            // A minute apart, so that each server's issues follow each other as they do in an ordinary week and not as in a storm.
            var batch = new JsonArray([.. Enumerable.Range(first, Math.Min(BatchItems, count - first)).Select(number => Body(random, number, newest - ((count - number) * 60_000L), alter))]);
            var answer = await api.PostAsync("/api/fixes/batch", batch, TimeSpan.FromMinutes(1));
            var results = answer.Json()?["results"]?.AsArray() ?? throw new InvalidOperationException($"a batch was not taken: {answer}");
            ids.AddRange(results.Select(result => (string?)result!["id"] ?? throw new InvalidOperationException($"an item was not taken: {result.ToJsonString()}")));
        }

        return ids;
    }

    /// <summary>Begins a task and waits for its end.</summary>
    public static async Task<JsonNode> RunAsync(Api api, string path, TimeSpan patience, CancellationToken ct)
    {
        var begun = await api.SendAsync(HttpMethod.Post, path);
        if (begun.Status != 202)
            throw new InvalidOperationException($"POST {path} was not taken: {begun}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        while (true)
        {
            var task = (await api.GetAsync(path.Split('?')[0])).Json();
            if ((string?)task?["state"] is "done" or "failed")
                return task;
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>The classes of a comparison's differences and how many each has, as one text.</summary>
    public static string Differences(JsonNode task) => string.Join(", ", new[] { "missing", "stale", "altered", "ahead", "extra" }
        .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind} {(long?)task["differences"]?[kind]}")));

    public static long Sum(JsonNode task) => task["differences"]!.AsObject().Sum(kind => (long)kind.Value!);

    public static bool AreEqual(JsonNode task) => (string?)task["digests"]?["record"] is { Length: > 0 } digest && digest == (string?)task["digests"]?["graph"];

    private static JsonObject Body(Random random, int number, long ts, Action<int, JsonObject>? alter)
    {
        var token = Texts.Token(random);
        var body = new JsonObject
        {
            ["issue"] = Texts.Issue(random, number % 3 == 0 ? token : $"shared{number % 300}"),
            ["solution"] = $"restarted the unit and cleared its cache ({token})",
            ["ts"] = ts,
            ["agent"] = $"agent-{number % 20}",
            ["scope"] = new JsonObject { ["service"] = "checkout", ["server"] = $"web-{number % 40}" },
        };
        if (number % 4 < 2)
            body["success"] = number % 4 == 0;
        alter?.Invoke(number, body);
        return body;
    }
}
