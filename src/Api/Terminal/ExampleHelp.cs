using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ObsControlPlane.Api.Terminal;

/// <summary>The usual help, followed by command lines to copy.</summary>
/// <param name="usual">The usual help.</param>
internal sealed class ExampleHelp(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = parseResult.CommandResult.Command is Verb verb ? verb.Examples : CommandLine.Examples;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        if (parseResult.CommandResult.Command is RootCommand)
            output.WriteLine(ExitCodeTable);
        return ExitCodes.Done;
    }

    private const string ExitCodeTable = """

        Exit codes:
          0  done
          1  refused or unexpected
          2  wrong command line or setting
          3  address or data folder in use
          4  server or store cannot be reached
          5  data written by a newer version
        """;
}
