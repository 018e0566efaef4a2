using System.CommandLine;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Api.Terminal;

/// <summary>The four parts of a scope as options. <c>--server</c> and <c>--version</c> mean something else on a command line, so two names differ.</summary>
internal sealed class ScopeOptions
{
    private readonly Option<string?> _service = new("--service") { HelpName = "NAME", Description = "Service it concerns" };
    private readonly Option<string?> _server = new("--server-name") { HelpName = "NAME", Description = "Host it concerns" };
    private readonly Option<string?> _environment = new("--environment") { HelpName = "NAME", Description = "Environment it concerns, as production" };
    private readonly Option<string?> _version = new("--version-of") { HelpName = "VERSION", Description = "Version of the service it concerns" };

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    public void AddTo(Command verb)
    {
        verb.Add(_service);
        verb.Add(_server);
        verb.Add(_environment);
        verb.Add(_version);
    }

    /// <summary>The scope that was given.</summary>
    /// <param name="context">The verb's context.</param>
    /// <returns>The scope, or null when no part was given.</returns>
    public JsonObject? Read(VerbContext context) => BodyOptions.Given(
        ("service", context.Arguments.GetValue(_service)),
        ("server", context.Arguments.GetValue(_server)),
        ("environment", context.Arguments.GetValue(_environment)),
        ("version", context.Arguments.GetValue(_version)));
}
