using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Retrieval.Evaluation;

/// <summary>What the command line asked for.</summary>
internal sealed record EvaluationOptions(Uri? Url, string? Ocp, IReadOnlyList<string> Sets, int Limit, string? Gate, string? Run);

/// <summary>Scores sets one after the other and compares them with their floors.</summary>
internal static class Evaluation
{
    public static async Task<int> RunAsync(EvaluationOptions options, CancellationToken ct)
    {
        var floors = options.Gate is { } gate
            ? JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double>>>(await File.ReadAllTextAsync(gate, ct))!
            : [];
        int passed = 0, failed = 0;
        foreach (var folder in options.Sets)
        {
            var set = RetrievalSet.Load(folder);
            var scores = await ScoreAsync(options, set, ct);
            foreach (var (score, floor) in floors.GetValueOrDefault(set.Name) ?? [])
            {
                var holds = scores.ByName[score] >= floor;
                (passed, failed) = holds ? (passed + 1, failed) : (passed, failed + 1);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set.Name}: {score} {scores.ByName[score]:F4} {(holds ? "holds" : "FAILS")} the floor {floor:F3}"));
            }
        }

        Console.WriteLine($"{passed} passed, {failed} failed, 0 skipped");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<Scores> ScoreAsync(EvaluationOptions options, RetrievalSet set, CancellationToken ct)
    {
        if (options.Url is { } url)
            return await ScoreAsync(options, set, url);
        // Sets must not find each other's documents: each has a server and a folder of its own.
        var folder = Directory.CreateTempSubdirectory("ocp-retrieval-");
        try
        {
            await using var server = OcpServer.Start(Path.GetFullPath(options.Ocp ?? Checkout.Program()), folder.FullName, new ServerLog());
            await server.ReadyAsync(TimeSpan.FromSeconds(30), ct);
            return await ScoreAsync(options, set, server.Address);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Scores> ScoreAsync(EvaluationOptions options, RetrievalSet set, Uri url)
    {
        using var api = new Api(url, new ErrorBodies());
        var asking = new SetRun(api, set, options.Limit);
        var startedAt = Stopwatch.GetTimestamp();
        var scores = await asking.RunAsync();
        var times = asking.Milliseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{set.Name}: {set.Documents.Count} documents, {set.Queries.Count} queries, {string.Join(", ", scores.ByName.Select(score => $"{score.Key} {score.Value:F4}"))}; recall p50 {times[times.Count / 2]:F1} ms, p99 {times[(int)(times.Count * .99)]:F1} ms; {Stopwatch.GetElapsedTime(startedAt).TotalSeconds:F1} s in all"));
        if (options.Run is { } run)
            await File.WriteAllLinesAsync(run, asking.Lines);
        return scores;
    }
}
