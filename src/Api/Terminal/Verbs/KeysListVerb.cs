using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Lists the keys.</summary>
internal sealed class KeysListVerb : Verb
{
    public KeysListVerb()
        : base("list", "Lists the keys, the newest first, and whether each works.", "ocp keys list", "ocp keys list --json")
    {
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Get, "/api/keys", null, ct);
        return await context.PrintAsync(answer, screen =>
        {
            var keys = answer.Json.Items("keys");
            if (keys.Count == 0)
            {
                screen.Note("No keys. `ocp keys create NAME --scope read` makes one; from then on every caller needs one.");
                return;
            }

            var table = screen.NewTable("id", "name", "scopes", "state", "expires", "last used");
            foreach (var key in keys)
            {
                table.AddPlainRow(
                    key.Text("id"), key.Text("name"), string.Join(' ', key.Items("scopes").Select(scope => scope.GetString())), key.Text("state"),
                    key.Text("expires_at") ?? "–", key.Text("last_used_at") ?? "–");
            }

            screen.Table(table);
        }, ct);
    }
}
