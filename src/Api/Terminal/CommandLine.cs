using System.CommandLine;
using System.CommandLine.Help;
using ObsControlPlane.Api.Terminal.Verbs;

namespace ObsControlPlane.Api.Terminal;

/// <summary>The verbs, and how a command line is read.</summary>
internal static class CommandLine
{
    /// <summary>Command lines for the help of the program itself.</summary>
    public static IReadOnlyList<string> Examples { get; } =
    [
        "ocp                                            serve on http://localhost:5555",
        "ocp demo                                       load sample fixes to look around with",
        "ocp recall \"disk full on /var\"                 what fixed an issue like this before?",
        "ocp remember \"issue:disk full on /var\" \"truncate -s 0 /var/log/app/debug.log\" --success worked",
        "ocp import fixes.jsonl.gz",
    ];

    private static ParserConfiguration Reading { get; } = new()
    {
        // Contents and questions are free text: "@here" names no file of arguments, and "-la" is not two options.
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <returns>What they mean, errors included.</returns>
    public static ParseResult Parse(IReadOnlyList<string> args) => Root().Parse(args, Reading);

    /// <summary>Whether a command line asks for the server: no verb, or the verb <c>serve</c>, and not for its help.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="parsed">What <see cref="Parse"/> made of them.</param>
    /// <returns>True for the server.</returns>
    public static bool IsServe(IReadOnlyList<string> args, ParseResult parsed)
    {
        if (parsed.Action is not (null or System.CommandLine.Invocation.ParseErrorAction))
            return parsed.CommandResult.Command is ServeVerb && parsed.Action is not ExampleHelp;
        // Without a verb, whatever starts with a dash is an ASP.NET setting: --urls http://localhost:6000.
        return parsed.CommandResult.Command is ServeVerb
            || (parsed.CommandResult.Command is RootCommand && (args.Count == 0 || args[0].StartsWith('-')));
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Remembers what fixed an issue and whether it worked, and recalls the proven fix. Without a verb it serves.")
        {
            GlobalOptions.Data,
            GlobalOptions.Server,
            GlobalOptions.Key,
            GlobalOptions.Json,
            new ServeVerb(),
            new RecallVerb(),
            new RememberVerb(),
            new OutcomeVerb(),
            new ForgetVerb(),
            new AgentsVerb(),
            new RegisterVerb(),
            new ImportVerb(),
            new ExportVerb(),
            new DigestVerb(),
            new ReEmbedVerb(),
            new DeadLettersVerb(),
            new ReconcileVerb(),
            new RebuildGraphVerb(),
            new StatsVerb(),
            new FingerprintVerb(),
            new InitVerb(),
            new DemoVerb(),
            new KeysVerb(),
            new HealthVerb(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        return root;
    }
}
