using System.Diagnostics;
using System.Globalization;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;
using ObsControlPlane.Retrieval.Evaluation.Scoring;
using ObsControlPlane.Retrieval.Evaluation.Sets;

namespace ObsControlPlane.Retrieval.Evaluation.Http;

/// <summary>What the command line asked for.</summary>
internal sealed record HttpOptions(Uri? Url, string? Ocp, IReadOnlyList<string> Sets, int Limit, string? Run);

/// <summary>Scores sets one after the other, over HTTP.</summary>
internal static class HttpEvaluation
{
    public static async Task<int> RunAsync(HttpOptions options, CancellationToken ct)
    {
        foreach (var folder in options.Sets)
            await ScoreAsync(options, RetrievalSet.Load(folder), ct);
        return 0;
    }

    private static async Task<Scores> ScoreAsync(HttpOptions options, RetrievalSet set, CancellationToken ct)
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

    private static async Task<Scores> ScoreAsync(HttpOptions options, RetrievalSet set, Uri url)
    {
        using var api = new Api(url, new ErrorBodies());
        var asking = new HttpRun(api, set, options.Limit);
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
