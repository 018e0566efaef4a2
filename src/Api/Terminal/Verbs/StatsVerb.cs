using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Shows the sizes of the stores.</summary>
internal sealed class StatsVerb : Verb
{
    public StatsVerb()
        : base("stats", "Shows how much is stored, and where.", "ocp stats", "ocp stats --json | jq .stores.memory.fixes")
    {
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Get, "/api/stats", null, ct);
        return await context.PrintAsync(answer, screen => StatsView.Print(screen, answer.Json), ct);
    }
}
