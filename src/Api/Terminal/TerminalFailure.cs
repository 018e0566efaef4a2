namespace ObsControlPlane.Api.Terminal;

/// <summary>Ends a verb with three lines on standard error: what happened, why, and what to do.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="what">What did not happen, one sentence.</param>
/// <param name="why">The cause; several sentences when several things are wrong, one each.</param>
/// <param name="remedy">What to do about it, one sentence.</param>
/// <param name="bug">An exception that nobody foresaw, whose stack is worth seeing; else null.</param>
internal sealed class TerminalFailure(int exitCode, string what, IReadOnlyList<string> why, string remedy, Exception? bug = null) : Exception(what, bug)
{
    /// <summary>Fails for one reason.</summary>
    /// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
    /// <param name="what">What did not happen.</param>
    /// <param name="why">The cause.</param>
    /// <param name="remedy">What to do about it.</param>
    public TerminalFailure(int exitCode, string what, string why, string remedy)
        : this(exitCode, what, [why], remedy)
    {
    }

    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The causes, at least one.</summary>
    public IReadOnlyList<string> Why { get; } = why;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>A wrong command line.</summary>
    /// <param name="why">What is wrong with it.</param>
    /// <param name="verb">The verb whose help to read.</param>
    /// <returns>The failure, to be thrown.</returns>
    public static TerminalFailure Usage(string why, string verb) =>
        new(ExitCodes.Configuration, $"`ocp {verb}` was not started.", why, $"Read `ocp {verb} --help`.");
}
