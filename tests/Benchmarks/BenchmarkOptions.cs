using System.Globalization;
using ObsControlPlane.Benchmarks.Servers;

namespace ObsControlPlane.Benchmarks;

/// <summary>What to run and how long.</summary>
/// <param name="Only">Ids of the cases to run; empty = all.</param>
/// <param name="Rounds">Turns of subject and reference; odd, at least 3.</param>
/// <param name="Ocp">The built program.</param>
/// <param name="Data">Folder with files of fixes, one JSON object a line; null = seeded texts.</param>
/// <param name="Vectors">File of unit vectors, 384 little-endian 32-bit floats each: those of the issues in <paramref name="Data"/>, in order, made with the carried model when the file is not there; null = seeded ones.</param>
/// <param name="OnServers">True for the cases of PostgreSQL and Neo4j, false for those of the embedded store.</param>
/// <param name="Large">True to run what takes minutes, too: a million records, every text.</param>
internal sealed record BenchmarkOptions(IReadOnlyCollection<string> Only, int Rounds, string Ocp, string? Data, string? Vectors, bool OnServers, bool Large)
{
    /// <summary>The servers, while their cases run.</summary>
    public Stand? Stand { get; init; }

    /// <summary>This program, to be started again as a reference.</summary>
    public static string Self => Path.Combine(AppContext.BaseDirectory, "ObsControlPlane.Benchmarks" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    /// <summary>Whether a case runs; a long one only when it is named or everything long is wanted.</summary>
    public bool Wants(BenchmarkCase benchmark) => benchmark.IsLong && !Large ? Only.Contains(benchmark.Id, StringComparer.OrdinalIgnoreCase) : Wants(benchmark.Id);

    private bool Wants(string id) => Only.Count == 0 || Only.Contains(id, StringComparer.OrdinalIgnoreCase);

    public static BenchmarkOptions Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        return new(
            Value("--only")?.Split(',') ?? [],
            int.Parse(Value("--rounds") ?? "5", CultureInfo.InvariantCulture),
            Value("--ocp") ?? DefaultProgram(),
            Value("--data"),
            Value("--vectors"),
            args is ["servers", ..],
            args.Contains("--large"));
    }

    private static string DefaultProgram()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Api", configuration, OperatingSystem.IsWindows() ? "ocp.exe" : "ocp"));
    }
}
