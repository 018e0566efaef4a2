using System.CommandLine;
using System.CommandLine.Parsing;
using ObsControlPlane.Api.Hosting;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal;

/// <summary>The top of the program: chooses the verb, and ends every way it can end in an exit code.</summary>
internal static class OcpTerminal
{
    /// <summary>Runs the program.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        using var screen = new Screen();
        var parsed = CommandLine.Parse(args);
        using var signals = new Signals();
        try
        {
            if (CommandLine.IsServe(args, parsed))
            {
                // The host answers the signals itself: it drains what is in flight.
                signals.Dispose();
                return await ServeCommand.RunAsync(ServeArguments.From(args));
            }
            if (parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
                throw WrongCommandLine(parsed);
            if (parsed.CommandResult.Command is Verb verb && parsed.Action is null)
                return await verb.RunAsync(new VerbContext(parsed, screen, TimeProvider.System), signals.Token).WaitAsync(signals.Leave);
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, signals.Token);
        }
        catch (Exception end) when (Endings.CanTell(end))
        {
            return await Endings.TellAsync(end, screen, parsed.GetValue(GlobalOptions.Json), signals.ExitCode);
        }
    }

    private static TerminalFailure WrongCommandLine(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RootCommand)
        {
            return new TerminalFailure(
                ExitCodes.Configuration, "`ocp` was not started.", $"`{string.Join(' ', parsed.UnmatchedTokens)}` begins with no verb.", "Read `ocp --help`.");
        }
        var above = parsed.CommandResult.Parent is CommandResult { Command: not RootCommand } parent ? parent.Command.Name + " " : "";
        var name = $"ocp {above}{parsed.CommandResult.Command.Name}";
        return new TerminalFailure(
            ExitCodes.Configuration, $"`{name}` was not started.", [.. parsed.Errors.Select(error => error.Message)], $"Read `{name} --help`.");
    }
}
