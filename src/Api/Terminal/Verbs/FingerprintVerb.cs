using System.CommandLine;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Shows what the identity of an issue is made of.</summary>
internal sealed class FingerprintVerb : Verb
{
    private readonly Argument<string> _text = new("TEXT") { Description = "An issue; - reads standard input" };

    public FingerprintVerb()
        : base(
            "fingerprint",
            "Shows the masked text and the hash by which an issue is recognised.",
            "ocp fingerprint \"disk 96% full on web-2\"",
            "ocp fingerprint - < stacktrace.txt")
    {
        Add(_text);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var text = await TextArgument.ReadAsync(context.Arguments.GetRequiredValue(_text), Name, ct);
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Post, "/api/fingerprint", new JsonObject { ["text"] = text }, ct);
        return await context.PrintAsync(answer, screen =>
        {
            screen.Line(answer.Json.Text("fingerprint") ?? "");
            foreach (var line in Printable.Head(answer.Json.Text("masked"), int.MaxValue, int.MaxValue))
                screen.Line(line);
        }, ct);
    }
}
