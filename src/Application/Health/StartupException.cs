namespace ObsControlPlane.Application.Health;

/// <summary>The program cannot start as it is set up. The terminal prints three lines (what, why, what to do) and ends with the exit code.</summary>
/// <param name="exitCode">2 configuration, 3 address or data folder in use, 4 store required and unusable, 5 data newer than this version.</param>
/// <param name="what">What could not be done, one sentence.</param>
/// <param name="why">Why, one sentence.</param>
/// <param name="remedy">What to do about it, one sentence.</param>
/// <param name="inner">The cause, for the log only.</param>
public sealed class StartupException(int exitCode, string what, string why, string remedy, Exception? inner = null)
    : Exception($"{what} {why} {remedy}", inner)
{
    /// <summary>A setting is missing or wrong.</summary>
    public const int Configuration = 2;

    /// <summary>The address or the data folder is in use by another process.</summary>
    public const int InUse = 3;

    /// <summary>A store that is needed cannot be used.</summary>
    public const int StoreUnusable = 4;

    /// <summary>The data was written by a newer version of the program.</summary>
    public const int DataNewer = 5;

    /// <summary>Exit code of the process, 2–5.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What could not be done.</summary>
    public string What { get; } = what;

    /// <summary>Why.</summary>
    public string Why { get; } = why;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;
}
