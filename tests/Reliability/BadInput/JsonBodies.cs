using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.BadInput;

/// <summary>B1: JSON documents that parsers disagree about, to every route: never a 5xx, and what is no JSON is 400.</summary>
internal static class JsonBodies
{
    public static async Task RunAsync(Api api, IReadOnlyList<Route> routes, FaultReport report, CancellationToken ct)
    {
        var documents = File.ReadLines(Checkout.Messy("json_test_suite.jsonl"))
            .Select(line => JsonNode.Parse(line)!)
            .Select(node => (Name: (string)node["name"]!, Invalid: (string)node["expect"]! == "reject", Body: Convert.FromBase64String((string)node["base64"]!)))
            .ToList();
        var broken = new ConcurrentQueue<string>();
        var taken = new ConcurrentQueue<string>();
        var work = from route in routes from lines in Forms(route) from document in documents select (route, lines, document);
        var sent = 0;
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (item, _) =>
        {
            var (route, lines, document) = item;
            var answer = await api.SendAsync(HttpMethod.Post, route.Path, document.Body, lines ? "application/x-ndjson" : "application/json");
            Interlocked.Increment(ref sent);
            if (answer.Status is 0 or >= 500)
                broken.Enqueue($"{route.Path} {document.Name}: {answer}");
            else if (document.Invalid && !IsRefused(answer, lines))
                taken.Enqueue($"{route.Path} {document.Name}: {answer}");
        });
        report.Measure("JSON bodies", sent, $"({documents.Count} × {routes.Count} routes)");
        report.Add("B1 there are bodies and routes", documents.Count > 20 && routes.Count >= 10, $"{documents.Count} × {routes.Count}");
        report.Add(Check.Nothing("B1 no JSON body gives a 5xx", broken));
        report.Add(Check.Nothing("B1 what is no JSON is refused with 400", taken));
    }

    // An import is a stream of lines and nothing else; a batch is either.
    private static bool[] Forms(Route route) => route.Path == "/api/import" ? [true] : route.IsLines ? [false, true] : [false];

    // A stream of lines is answered as a whole, with the verdict on each line inside.
    private static bool IsRefused(Answer answer, bool asLines) => answer.Status == 400
        || asLines && answer.Status == 200 && (answer.Json()?["results"]?.AsArray() ?? []).All(item => (int?)item?["status"] is >= 400 and < 500);
}
