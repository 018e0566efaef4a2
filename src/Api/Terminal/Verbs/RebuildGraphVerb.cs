using System.CommandLine;
using ObsControlPlane.Api.Terminal.Graph;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Makes the graph anew of the record.</summary>
internal sealed class RebuildGraphVerb : Verb
{
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Start it and return; it goes on while the server runs" };

    public RebuildGraphVerb()
        : base(
            "rebuild-graph", "Empties the graph and makes it anew of the record, from which nothing is taken away.", "ocp rebuild-graph",
            "ocp rebuild-graph --no-wait --json | jq .total")
    {
        Add(_noWait);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        await using var session = await context.ConnectAsync(ct);
        var answer = await new GraphTaskWait(session, context).RunAsync("/api/rebuild-graph", "", !context.Arguments.GetValue(_noWait), ct);
        return GraphTaskWait.Code(answer.Json, await context.PrintAsync(answer, screen =>
        {
            screen.Line($"{JsonView.Grouped(answer.Json.Count("done"))} of {JsonView.Grouped(answer.Json.Count("total"))} written to the graph");
            GraphTaskWait.PrintEnd(screen, answer.Json);
        }, ct));
    }
}
