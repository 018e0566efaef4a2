using System.CommandLine;
using ObsControlPlane.Api.Terminal.Printing;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Asks which fix worked for an issue like this one.</summary>
internal sealed class RecallVerb : Verb
{
    private readonly Argument<string> _question = new("QUESTION") { Description = "The issue in your words, an alert or a stack trace; - reads standard input" };
    private readonly Option<bool> _key = new("--key") { Description = "QUESTION is the key of a memory, not an issue" };
    private readonly Option<int?> _limit = new("--limit") { HelpName = "N", Description = "At most so many answers, 1–100 (10)" };
    private readonly Option<bool> _explain = new("--explain") { Description = "Show what each score is made of" };
    private readonly Option<bool> _candidates = new("--candidates") { Description = "Show the nearest that are below the threshold, too" };
    private readonly Option<string?> _before = new("--before") { HelpName = "TIME", Description = "Only what was known before, RFC 3339 or epoch milliseconds" };
    private readonly Option<string[]> _exclude = new("--exclude") { HelpName = "ID", Description = "Leave out a fix or memory; may be repeated" };
    private readonly Option<int?> _budget = new("--budget-ms") { HelpName = "MS", Description = "Answer within so many milliseconds, 1–10,000" };
    private readonly ScopeOptions _scope = new();
    private readonly FilterOptions _filter = new();

    public RecallVerb()
        : base(
            "recall",
            "Asks which fix worked for an issue like this one.",
            "ocp recall \"HostDiskSpaceLow: /var on web-01 is 96% full\"",
            "ocp recall \"OOMKilled\" --service checkout --explain",
            "journalctl -u app -n 50 | ocp recall - --json",
            "ocp recall runbook-url --key")
    {
        Add(_question);
        foreach (var option in new Option[] { _key, _limit, _explain, _candidates, _before, _exclude, _budget })
            Add(option);
        _scope.AddTo(this);
        _filter.AddTo(this);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var arguments = context.Arguments;
        var question = await TextArgument.ReadAsync(arguments.GetRequiredValue(_question), Name, ct);
        var isKey = arguments.GetValue(_key) || Fix.IssueIn(question) is not null;
        var explain = arguments.GetValue(_explain);
        var body = BodyOptions.Given(
            ("key", isKey ? question : "issue:" + question),
            ("limit", arguments.GetValue(_limit)),
            ("scope", _scope.Read(context)),
            ("filter", _filter.Read(context)),
            ("before", BodyOptions.Moment(context, _before)),
            ("exclude", BodyOptions.Array(arguments.GetValue(_exclude))),
            ("explain", explain ? true : null),
            ("candidates", arguments.GetValue(_candidates) ? true : null),
            ("budget_ms", arguments.GetValue(_budget)));
        await using var session = await context.ConnectAsync(ct);
        var answer = await session.SendAsync(HttpMethod.Post, "/api/recall", body, ct);
        return await context.PrintAsync(answer, screen => RecallView.Print(screen, answer.Json, explain), ct);
    }
}
