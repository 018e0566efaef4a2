using System.CommandLine;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Remembers a fix or a memory.</summary>
internal sealed class RememberVerb : Verb
{
    private readonly Argument<string?> _key = new("KEY") { Arity = ArgumentArity.ZeroOrOne, Description = "issue:TEXT for a fix, any other key for a memory" };
    private readonly Argument<string?> _content = new("CONTENT") { Arity = ArgumentArity.ZeroOrOne, Description = "What was done, or what to keep; - reads standard input" };
    private readonly Option<string?> _issue = new("--issue") { HelpName = "TEXT", Description = "The issue, instead of KEY; - reads standard input" };
    private readonly Option<string?> _solution = new("--solution") { HelpName = "TEXT", Description = "What was done, instead of CONTENT; - reads standard input" };
    private readonly Option<string?> _success = new("--success") { HelpName = "worked|failed", Description = "How it ended; without it, not known" };
    private readonly Option<string?> _agent = new("--agent") { HelpName = "NAME", Description = "Who did it" };
    private readonly Option<string?> _metadata = new("--metadata") { HelpName = "JSON", Description = "An object to keep beside it" };
    private readonly Option<string?> _ts = new("--ts") { HelpName = "TIME", Description = "When, RFC 3339 or epoch milliseconds (now)" };
    private readonly Option<string?> _source = new("--source") { HelpName = "NAME", Description = "Where it comes from; with --issue only" };
    private readonly Option<string?> _sourceId = new("--source-id") { HelpName = "ID", Description = "Its id there; with --issue only" };
    private readonly Option<string[]> _tags = new("--tag") { HelpName = "TAG", Description = "A tag, may be repeated; with --issue only" };
    private readonly ScopeOptions _scope = new();

    public RememberVerb()
        : base(
            "remember",
            "Remembers what was done about an issue and whether it worked, or any other memory under a key.",
            "ocp remember \"issue:disk full on /var\" \"journalctl --vacuum-size=500M\" --success worked",
            "ocp remember --issue \"OOMKilled in checkout\" --solution \"raise the limit to 2Gi\" --success failed --service checkout",
            "ocp remember on-call-notes - < notes.txt")
    {
        _success.AcceptOnlyFromAmong("worked", "failed");
        Add(_key);
        Add(_content);
        foreach (var option in new Option[] { _issue, _solution, _success, _agent, _metadata, _ts, _source, _sourceId, _tags })
            Add(option);
        _scope.AddTo(this);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var (path, body) = await RequestAsync(context, ct);
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Post, path, body, ct);
        return await context.PrintAsync(answer, screen => Print(screen, answer), ct);
    }

    private async Task<(string Path, JsonObject? Body)> RequestAsync(VerbContext context, CancellationToken ct)
    {
        var arguments = context.Arguments;
        var (key, content) = (arguments.GetValue(_key), arguments.GetValue(_content));
        var (issue, solution) = (arguments.GetValue(_issue), arguments.GetValue(_solution));
        if (key is not null && content is not null && issue is null && solution is null)
            return ("/api/remember", await MemoryAsync(context, key, content, ct));
        if (key is null && issue is not null && solution is not null)
            return ("/api/fixes", await FixAsync(context, issue, solution, ct));
        throw TerminalFailure.Usage("Give KEY and CONTENT, or --issue and --solution, and not both.", Name);
    }

    private async Task<JsonObject?> MemoryAsync(VerbContext context, string key, string content, CancellationToken ct)
    {
        var arguments = context.Arguments;
        if (arguments.GetValue(_source) is not null || arguments.GetValue(_sourceId) is not null || arguments.GetValue(_tags) is { Length: > 0 })
            throw TerminalFailure.Usage("--source, --source-id and --tag go with --issue and --solution.", Name);
        return BodyOptions.Given(
            ("key", key),
            ("content", await TextArgument.ReadAsync(content, Name, ct)),
            ("metadata", WithSuccess(BodyOptions.Json(context, _metadata), arguments.GetValue(_success))),
            ("agent", arguments.GetValue(_agent)),
            ("scope", _scope.Read(context)),
            ("ts", BodyOptions.Moment(context, _ts)));
    }

    private async Task<JsonObject?> FixAsync(VerbContext context, string issue, string solution, CancellationToken ct)
    {
        if (issue == "-" && solution == "-")
            throw TerminalFailure.Usage("Only one of --issue and --solution can be read from standard input.", Name);
        var arguments = context.Arguments;
        return BodyOptions.Given(
            ("issue", await TextArgument.ReadAsync(issue, Name, ct)),
            ("solution", await TextArgument.ReadAsync(solution, Name, ct)),
            ("success", arguments.GetValue(_success) is { } success ? success == "worked" : null),
            ("agent", arguments.GetValue(_agent)),
            ("scope", _scope.Read(context)),
            ("ts", BodyOptions.Moment(context, _ts)),
            ("source", arguments.GetValue(_source)),
            ("source_id", arguments.GetValue(_sourceId)),
            ("tags", BodyOptions.Array(arguments.GetValue(_tags))),
            ("metadata", BodyOptions.Json(context, _metadata)));
    }

    // A remembered key carries its success inside the metadata; there is no other member for it.
    private JsonNode? WithSuccess(JsonNode? metadata, string? success)
    {
        if (success is null)
            return metadata;
        if (metadata is not (null or JsonObject))
            throw TerminalFailure.Usage("--metadata: must be an object when --success is given.", Name);
        var members = (JsonObject?)metadata ?? [];
        members["success"] = success;
        return members;
    }

    private static void Print(Screen screen, ApiAnswer answer)
    {
        var receipt = answer.Json;
        var success = receipt.Member("success") is { } known ? known.GetBoolean() ? "worked" : "failed" : "not known";
        screen.Line($"{receipt.Text("id")}");
        screen.Note(
            $"{(receipt.IsTrue("deduplicated") ? "Said before" : "Remembered")} as a {receipt.Text("kind")}, {receipt.Text("durability")}"
            + (receipt.Text("kind") == "fix" ? $"; outcome {success}{(receipt.IsTrue("inferred") ? " (read from the words)" : "")}." : "."));
    }
}
