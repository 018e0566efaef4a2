using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Creates and verifies the schema.</summary>
internal sealed class InitVerb : Verb
{
    public InitVerb()
        : base("init", "Creates the data folder and its schema if need be, verifies them and prints what they hold; doing it again changes nothing.", "ocp init", "ocp init --data /var/lib/ocp")
    {
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        // Opening applies the migrations; a file that is damaged or newer than the program ends it here.
        await using var plane = await context.ConnectAsync(ct);
        var answer = await plane.SendAsync(HttpMethod.Get, "/api/stats", null, ct);
        return await context.PrintAsync(answer, screen =>
        {
            screen.Line($"Schema {answer.Json.Text("stores", "memory", "schema_version")} stands at {plane.Name}");
            StatsView.Print(screen, answer.Json);
        }, ct);
    }
}
