using System.CommandLine;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Revokes a key.</summary>
internal sealed class KeysRevokeVerb : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "The key, as `ocp keys list` prints it" };

    public KeysRevokeVerb()
        : base("revoke", "Revokes a key for good; every replica refuses it within 5 s.", "ocp keys revoke 0199c700-0000-7000-8000-000000000001")
    {
        Add(_id);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Delete, $"/api/keys/{Uri.EscapeDataString(context.Arguments.GetRequiredValue(_id))}", null, ct);
        return await context.PrintAsync(answer, screen => screen.Line($"{answer.Json.Text("id")} ({answer.Json.Text("name")}) is revoked"), ct);
    }
}
