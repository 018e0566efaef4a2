using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Run;

/// <summary>What the faults of one run share: the program, the seed, and what was collected over the whole run.</summary>
internal sealed class RunContext(RunOptions options, string folder) : IDisposable
{
    public RunOptions Options { get; } = options;

    public ErrorBodies Errors { get; } = new();

    public ServerLog Log { get; } = new();

    public string Folder { get; } = folder;

    /// <summary>Trials for a row: what the caller said, else the full or the short count.</summary>
    public int Trials(int full, int shortForm) => Options.Count ?? (Options.Full ? full : shortForm);

    /// <summary>A generator for one fault, independent of the faults that ran before it.</summary>
    public Random Random(string verb) => new(unchecked(Options.Seed * 397 + verb.Sum(c => c * 31)));

    /// <summary>Tells how far a long row is, where it would say nothing for an hour; only in a full run.</summary>
    public void Tell(string progress)
    {
        if (Options.Full)
            Console.Error.WriteLine(progress);
    }

    public string NewFolder(string name)
    {
        var path = Path.Combine(Folder, $"{name}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(path);
        return path;
    }

    public static RunContext Create(RunOptions options)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"ocp-reliability-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        return new(options, folder);
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
