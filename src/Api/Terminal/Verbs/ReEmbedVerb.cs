using System.CommandLine;
using ObsControlPlane.Api.Terminal.Embedding;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Makes every vector anew with the configured model.</summary>
internal sealed class ReEmbedVerb : Verb
{
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Start it and return; it goes on while the server runs" };

    public ReEmbedVerb()
        : base(
            "re-embed",
            "Makes every vector anew with the configured model. It may be interrupted: it goes on where it stood. The old vectors serve until the new ones are whole.",
            "ocp re-embed",
            "ocp re-embed --no-wait --json | jq .pending")
    {
        Add(_noWait);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Post, "/api/re-embed", null, ct);
        if (!context.Arguments.GetValue(_noWait))
        {
            await new VectorWait(session, context.Screen, context.Clock).RunAsync(ct);
            answer = await session.SendAsync(HttpMethod.Get, "/api/re-embed", null, ct);
        }

        return await context.PrintAsync(answer, screen => Print(screen, answer.Json), ct);
    }

    private static void Print(Screen screen, System.Text.Json.JsonElement progress) => screen.Line(
        $"{progress.Text("model")} ({progress.Count("dimension")} dimensions): {JsonView.Grouped(progress.Count("ready"))} vectors ready, {JsonView.Grouped(progress.Count("pending"))} pending");
}
