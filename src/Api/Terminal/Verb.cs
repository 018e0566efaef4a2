using System.CommandLine;

namespace ObsControlPlane.Api.Terminal;

/// <summary>A verb of the program. It asks the HTTP API and prints the answer; it decides nothing that the API decides.</summary>
internal abstract class Verb : Command
{
    /// <summary>Names the verb.</summary>
    /// <param name="name">The word on the command line.</param>
    /// <param name="description">What it does, one sentence.</param>
    /// <param name="examples">Command lines that work as they stand, shown at the end of its help.</param>
    protected Verb(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
    }

    /// <summary>Command lines for the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Runs the verb.</summary>
    /// <param name="context">Arguments, screen and the way to the API.</param>
    /// <param name="ct">Cancelled by Ctrl+C and by a request to end.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public abstract Task<int> RunAsync(VerbContext context, CancellationToken ct);
}
