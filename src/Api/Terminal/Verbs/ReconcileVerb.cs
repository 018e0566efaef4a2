using System.CommandLine;
using System.Text.Json;
using ObsControlPlane.Api.Terminal.Graph;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Compares the graph with the record and repairs what differs.</summary>
internal sealed class ReconcileVerb : Verb
{
    private static readonly string[] Classes = ["missing", "stale", "altered", "ahead", "extra"];

    private readonly Option<bool> _noRepair = new("--no-repair") { Description = "Compare alone" };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Start it and return; it goes on while the server runs" };

    public ReconcileVerb()
        : base(
            "reconcile", "Compares every fix and agent of the graph with the record, by content, and writes anew what differs.", "ocp reconcile",
            "ocp reconcile --no-repair --json | jq .differences")
    {
        Add(_noRepair);
        Add(_noWait);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        await using var session = await context.ConnectAsync(ct);
        var query = context.Arguments.GetValue(_noRepair) ? "?repair=false" : "";
        var answer = await new GraphTaskWait(session, context).RunAsync("/api/reconcile", query, !context.Arguments.GetValue(_noWait), ct);
        return GraphTaskWait.Code(answer.Json, await context.PrintAsync(answer, screen => Print(screen, answer.Json), ct));
    }

    private static void Print(Screen screen, JsonElement task)
    {
        screen.Line($"{JsonView.Grouped(task.Count("done"))} of {JsonView.Grouped(task.Count("total"))} compared, {JsonView.Grouped(task.Count("repaired"))} repaired");
        var table = screen.NewTable("difference", "count");
        foreach (var name in Classes)
            table.AddPlainRow(name, JsonView.Grouped(task.Count("differences", name)));
        table.AddPlainRow("on the way", JsonView.Grouped(task.Count("moving")));
        screen.Table(table);
        if (task.Text("digests", "record") is { } digest)
            screen.Line(digest == task.Text("digests", "graph") ? $"Both sides are equal: {digest}" : "The sides were not equal when they were compared.");
        GraphTaskWait.PrintEnd(screen, task);
    }
}
