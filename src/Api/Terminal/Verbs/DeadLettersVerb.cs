using System.CommandLine;
using System.Globalization;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Lists writes that a store refused after they had been acknowledged, and decides on them.</summary>
internal sealed class DeadLettersVerb : Verb
{
    private readonly Option<string?> _retry = new("--retry") { HelpName = "ID", Description = "Let this one be tried again" };
    private readonly Option<string?> _discard = new("--discard") { HelpName = "ID", Description = "Forget this one; it is never written" };
    private readonly Option<int> _limit = new("--limit") { HelpName = "N", Description = "At most so many, 1–200 (20)", DefaultValueFactory = _ => 20 };
    private readonly Option<string?> _cursor = new("--cursor") { HelpName = "CURSOR", Description = "Go on where a former answer ended" };

    public DeadLettersVerb()
        : base(
            "dead-letters", "Lists writes that were acknowledged and that a store then refused for good, or decides on one of them.", "ocp dead-letters",
            "ocp dead-letters --retry memory-17")
    {
        Add(_retry);
        Add(_discard);
        Add(_limit);
        Add(_cursor);
        Validators.Add(result =>
        {
            if (result.GetValue(_retry) is not null && result.GetValue(_discard) is not null)
                result.AddError("Give --retry or --discard, not both.");
        });
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var arguments = context.Arguments;
        await using var session = await context.ConnectAsync(ct);
        if ((arguments.GetValue(_retry) ?? arguments.GetValue(_discard)) is { } id)
        {
            var decision = arguments.GetValue(_retry) is null ? "discard" : "retry";
            var decided = await session.SendAsync(HttpMethod.Post, $"/api/dead-letters/{Uri.EscapeDataString(id)}/{decision}", null, ct);
            return await context.PrintAsync(decided, screen => screen.Line($"{decided.Json.Text("id")}: {decided.Json.Text("decision")}"), ct);
        }

        var query = $"limit={arguments.GetValue(_limit).ToString(CultureInfo.InvariantCulture)}"
            + (arguments.GetValue(_cursor) is { } cursor ? $"&cursor={Uri.EscapeDataString(cursor)}" : "");
        var answer = await session.SendAsync(HttpMethod.Get, "/api/dead-letters?" + query, null, ct);
        return await context.PrintAsync(answer, screen => Print(screen, answer.Json), ct);
    }

    private static void Print(Screen screen, System.Text.Json.JsonElement answer)
    {
        var letters = answer.Items("dead_letters");
        if (letters.Count == 0)
        {
            screen.Note("None: every acknowledged write is where it belongs, or on its way.");
            return;
        }

        var table = screen.NewTable("id", "store", "write", "about", "why", "tried");
        foreach (var letter in letters)
        {
            table.AddPlainRow(
                letter.Text("id"), letter.Text("store"), letter.Text("kind"), letter.Text("subject"), letter.Text("reason"),
                letter.Count("attempts").ToString(CultureInfo.InvariantCulture));
        }

        screen.Table(table);
        if (answer.Text("next_cursor") is { } cursor)
            screen.Note($"There are more: ocp dead-letters --cursor {cursor}");
    }
}
