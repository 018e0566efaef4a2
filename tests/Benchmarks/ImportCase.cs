using System.Text.Json;

namespace ObsControlPlane.Benchmarks;

/// <summary>The verb <c>import</c> without waiting for vectors, start-up included, against raw INSERTs of the same rows, 512 fixes a commit.</summary>
internal static class ImportCase
{
    private const int Lines = 33_000;
    private const int Group = 512;

    public static async Task RunAsync(BenchmarkOptions options, RatioTable table)
    {
        var file = Path.GetTempFileName();
        var fixes = Texts.Fixes(Lines, options.Data, seed: 3);
        await File.WriteAllLinesAsync(file, fixes.Select((fix, at) => JsonSerializer.Serialize(new { id = $"bench:{at}", issue = fix.Issue, solution = fix.Solution, source = "bench" })));
        var rounds = new List<(double Subject, double Reference)>();
        for (var round = 0; round < options.Rounds; round++)
            rounds.Add(await OnceAsync(options, file));
        File.Delete(file);
        table.Add(new(
            "import", "ocp import ÷ raw SQLite with the same rows and indexes", Statistics.Median(rounds.Select(round => round.Subject / round.Reference)), .4, false,
            $"{Statistics.Median(rounds.Select(round => round.Subject)):0} lines/s against {Statistics.Median(rounds.Select(round => round.Reference)):0}/s"));
    }

    private static async Task<(double Subject, double Reference)> OnceAsync(BenchmarkOptions options, string file)
    {
        var folder = Directory.CreateTempSubdirectory("ocp-bench-").FullName;
        var subject = await ImportVerb.RunAsync(options.Ocp, folder, file, waits: false);
        var rows = RawFile.Read(Path.Combine(folder, "ocp.db"), 0);
        using var raw = new RawFile();
        var reference = raw.Insert(rows, Group);
        Directory.Delete(folder, recursive: true);
        return (rows.Count / subject.TotalSeconds, rows.Count / reference.TotalSeconds);
    }
}
