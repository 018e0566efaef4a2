using System.Diagnostics;
using System.Globalization;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Retrieval.Evaluation.Hosting;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>What to measure.</summary>
/// <param name="Seeds">Worlds, seeded 1, 2, …</param>
/// <param name="Issues">Issues of each.</param>
/// <param name="OwnNames">Whether each issue has names of its own.</param>
/// <param name="Rivals">Issues of each rivalry.</param>
/// <param name="Gate">Whether the product must reach its bars.</param>
/// <param name="Report">Markdown file whose section is written anew, or null.</param>
/// <param name="Cache">Folder for the vectors of texts, or null.</param>
internal sealed record WorldOptions(int Seeds, int Issues, bool OwnNames, int Rivals, bool Gate, string? Report, string? Cache);

/// <summary>Plays worlds of outcomes and tells how well the product's first answer works in them.</summary>
internal static class WorldCommand
{
    public static async Task<int> RunAsync(WorldOptions options, CancellationToken ct)
    {
        var parameters = new WorldParameters { Issues = options.Issues, OwnNames = options.OwnNames, IssuesPerRivalry = options.Rivals };
        var texts = IssueTexts.Make(parameters);
        var temporary = options.Cache is null ? Directory.CreateTempSubdirectory("ocp-vectors-") : null;
        var outcomes = new List<WorldOutcome>();
        try
        {
            for (var seed = 1; seed <= options.Seeds; seed++)
            {
                var started = Stopwatch.GetTimestamp();
                outcomes.Add(await PlayAsync(parameters, texts, seed, options.Cache ?? temporary!.FullName, ct));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"world {seed} ({Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s)"));
            }
        }
        finally
        {
            temporary?.Delete(recursive: true);
        }

        var figures = new WorldFigures(parameters, outcomes);
        var lines = WorldReport.Lines(parameters, figures, options.Seeds);
        foreach (var line in lines)
            Console.WriteLine(line);
        if (options.Report is { } report)
            ReportFile.WriteSection(report, options.OwnNames ? "Outcomes" : "Outcomes among issues that are alike", lines);
        return options.Gate ? WorldGate.Check(figures) : 0;
    }

    private static async Task<WorldOutcome> PlayAsync(WorldParameters parameters, IReadOnlyList<IssueText> texts, int seed, string cache, CancellationToken ct)
    {
        var clock = new WorldClock(parameters.Start);
        await using var host = await EvaluatedHost.StartAsync(cache, clock);
        await EmbedAsync(host.Get<IEmbedder>(), texts, ct);
        return await new WorldRun(parameters, texts, new WorldHost(host, clock, parameters.Limit), clock).PlayAsync(World.Draw(parameters, seed, texts), ct);
    }

    // The product embeds one text after the other; to measure ranking it may go faster.
    private static Task EmbedAsync(IEmbedder embedder, IReadOnlyList<IssueText> texts, CancellationToken ct) => Parallel.ForEachAsync(
        texts, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
        async (text, cancel) =>
        {
            foreach (var told in text.Told)
                await embedder.EmbedDocumentAsync(told, cancel);
            foreach (var asked in text.Asked)
                await embedder.EmbedQueryAsync(asked, cancel);
        });
}
