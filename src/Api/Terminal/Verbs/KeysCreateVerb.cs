using System.CommandLine;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Makes a key and shows its secret once.</summary>
internal sealed class KeysCreateVerb : Verb
{
    private readonly Argument<string?> _name = new("NAME") { Description = "What the key is for; with --replaces the replaced key's", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _scopes = new("--scope") { HelpName = "SCOPE", Description = "read, write or admin; may be given several times" };
    private readonly Option<string?> _expires = new("--expires") { HelpName = "TIME", Description = "From when on it does not work (never), as 2027-01-31T12:00:00Z" };
    private readonly Option<string?> _replaces = new("--replaces") { HelpName = "ID", Description = "The key that it replaces, which goes on working for a while" };
    private readonly Option<int?> _grace = new("--grace") { HelpName = "SECONDS", Description = "How long the replaced key goes on working (86400)" };

    public KeysCreateVerb()
        : base(
            "create", "Makes a key and prints its secret, once: it is stored nowhere.", "ocp keys create deploy-agent --scope read --scope write",
            "ocp keys create --replaces 0199c700-0000-7000-8000-000000000001 --grace 3600")
    {
        Add(_name);
        foreach (var option in new Option[] { _scopes, _expires, _replaces, _grace })
            Add(option);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var arguments = context.Arguments;
        JsonArray? scopes = arguments.GetValue(_scopes) is { Length: > 0 } given ? [.. given.Select(scope => JsonValue.Create(scope))] : null;
        var body = BodyOptions.Given(
            ("name", arguments.GetValue(_name)), ("scopes", scopes), ("expires_at", arguments.GetValue(_expires)), ("replaces", arguments.GetValue(_replaces)),
            ("grace_seconds", arguments.GetValue(_grace)));
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Post, "/api/keys", body ?? [], ct);
        return await context.PrintAsync(answer, screen =>
        {
            screen.Line(answer.Json.Text("secret") ?? "");
            screen.Note($"The secret of {answer.Json.Text("key", "name")}, key {answer.Json.Text("key", "id")}. It is shown this once; keep it where the caller finds it.");
        }, ct);
    }
}
