using System.CommandLine;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Erases a fix or a memory.</summary>
internal sealed class ForgetVerb : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "A fix or a memory, as recall prints it" };

    public ForgetVerb()
        : base("forget", "Erases a fix or a memory, its text included; this cannot be undone.", "ocp forget 01990000-0000-7000-8000-000000000000")
    {
        Add(_id);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var id = Uri.EscapeDataString(context.Arguments.GetRequiredValue(_id));
        await using var session = await context.ConnectAsync(ct);
        var answer = await EraseAsync(session, id, ct);
        return await context.PrintAsync(answer, screen =>
        {
            screen.Line($"{answer.Json.Text("id")} {(answer.Json.IsTrue("already") ? "had been erased before" : "erased")}");
            if (answer.Json.Text("note") is { Length: > 0 } note)
                screen.Note(note);
        }, ct);
    }

    private static async Task<ApiAnswer> EraseAsync(ApiSession session, string id, CancellationToken ct)
    {
        try
        {
            return await session.SendAsync(HttpMethod.Delete, $"/api/fixes/{id}", null, ct);
        }
        catch (ApiRefusal noFix) when (noFix.Answer.Status == StatusCodes.Status404NotFound)
        {
            // An id does not tell which kind it is of.
            return await session.SendAsync(HttpMethod.Delete, $"/api/memories/{id}", null, ct);
        }
    }
}
