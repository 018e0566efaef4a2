using System.CommandLine;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Registers an agent.</summary>
internal sealed class RegisterVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the agent" };
    private readonly Option<string?> _host = new("--host") { HelpName = "SERVER", Description = "Host it runs on (this one)" };
    private readonly Option<string?> _instance = new("--instance-id") { HelpName = "ID", Description = "Names the installation, as a machine id" };
    private readonly Option<int?> _interval = new("--interval") { HelpName = "SECONDS", Description = "Seconds between two of its reports (60)" };
    private readonly Option<bool> _takeover = new("--takeover") { Description = "Take the name from another installation at once" };
    private readonly Option<string?> _metadata = new("--metadata") { HelpName = "JSON", Description = "An object to keep beside it" };

    public RegisterVerb()
        : base("register", "Registers an agent, or renews its registration.", "ocp register disk-janitor --host web-01 --interval 30")
    {
        Add(_name);
        foreach (var option in new Option[] { _host, _instance, _interval, _takeover, _metadata })
            Add(option);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var arguments = context.Arguments;
        var body = BodyOptions.Given(
            ("name", arguments.GetRequiredValue(_name)),
            ("server", arguments.GetValue(_host) ?? Environment.MachineName),
            ("instance_id", arguments.GetValue(_instance)),
            ("interval_seconds", arguments.GetValue(_interval)),
            ("takeover", arguments.GetValue(_takeover) ? true : null),
            ("metadata", BodyOptions.Json(context, _metadata)));
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Post, "/api/register-agent", body, ct);
        return await context.PrintAsync(answer, screen =>
        {
            var agent = answer.Json.Member("agent") ?? default;
            var moved = answer.Json.Text("previous_server") is { } previous ? $", before on {previous}" : "";
            screen.Line($"{agent.Text("name")} on {agent.Text("server")} is {agent.Text("status")}{moved}");
        }, ct);
    }
}
