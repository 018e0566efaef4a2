using System.CommandLine;
using System.Globalization;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Lists the agents.</summary>
internal sealed class AgentsVerb : Verb
{
    private readonly Option<string?> _status = new("--status") { HelpName = "STATUS", Description = "Only active, late, offline or retired ones" };
    private readonly Option<int> _limit = new("--limit") { HelpName = "N", Description = "At most so many, 1–200 (200)", DefaultValueFactory = _ => 200 };
    private readonly Option<string?> _cursor = new("--cursor") { HelpName = "CURSOR", Description = "Go on where a former answer ended" };

    public AgentsVerb()
        : base("agents", "Lists the agents and when each was last seen.", "ocp agents", "ocp agents --status offline --json")
    {
        Add(_status);
        Add(_limit);
        Add(_cursor);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var arguments = context.Arguments;
        var query = $"limit={arguments.GetValue(_limit).ToString(CultureInfo.InvariantCulture)}"
            + (arguments.GetValue(_status) is { } status ? $"&status={Uri.EscapeDataString(status)}" : "")
            + (arguments.GetValue(_cursor) is { } cursor ? $"&cursor={Uri.EscapeDataString(cursor)}" : "");
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Get, "/api/agents?" + query, null, ct);
        return await context.PrintAsync(answer, screen => Print(screen, answer.Json), ct);
    }

    private static void Print(Screen screen, System.Text.Json.JsonElement answer)
    {
        var agents = answer.Items("agents");
        if (agents.Count == 0)
        {
            screen.Note("No agents. `ocp register NAME --host SERVER` registers one.");
            return;
        }
        var table = screen.NewTable("agent", "server", "status", "last seen", "every");
        foreach (var agent in agents)
        {
            table.AddPlainRow(
                agent.Text("name"), agent.Text("server"), agent.Text("status"), JsonView.Time(agent.Number("last_seen")),
                agent.Number("lease", "interval_seconds") is { } seconds ? $"{seconds} s" : "–");
        }
        screen.Table(table);
        if (answer.Text("next_cursor") is { } cursor)
            screen.Note($"There are more: ocp agents --cursor {cursor}");
    }
}
