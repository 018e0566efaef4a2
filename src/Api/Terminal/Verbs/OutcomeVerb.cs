using System.CommandLine;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Says how an application of a fix ended.</summary>
internal sealed class OutcomeVerb : Verb
{
    private readonly Argument<string> _fix = new("FIX_ID") { Description = "The fix, as recall prints it" };
    private readonly Argument<string> _outcome = new("OUTCOME") { Description = "worked, failed, rolled_back, attempted or unknown" };
    private readonly Option<string?> _evidence = new("--evidence") { HelpName = "KIND", Description = "verified (a check ran), person or reported" };
    private readonly Option<string?> _note = new("--note") { HelpName = "TEXT", Description = "What was seen, up to 4 KiB" };
    private readonly Option<string?> _recall = new("--recall-id") { HelpName = "ID", Description = "The recall that offered it; counts once" };
    private readonly Option<string?> _application = new("--application-id") { HelpName = "ID", Description = "Your own id of this application; counts once" };
    private readonly Option<string?> _episode = new("--episode-id") { HelpName = "ID", Description = "The episode it was applied in" };
    private readonly Option<string?> _agent = new("--agent") { HelpName = "NAME", Description = "Who says so" };
    private readonly Option<string?> _ts = new("--ts") { HelpName = "TIME", Description = "When, RFC 3339 or epoch milliseconds (now)" };
    private readonly ScopeOptions _scope = new();

    public OutcomeVerb()
        : base(
            "outcome",
            "Says how an application of a fix ended.",
            "ocp outcome 01990000-0000-7000-8000-000000000000 worked --evidence verified --service checkout",
            "ocp outcome 01990000-0000-7000-8000-000000000000 rolled_back --note \"latency doubled\"")
    {
        Add(_fix);
        Add(_outcome);
        foreach (var option in new Option[] { _evidence, _note, _recall, _application, _episode, _agent, _ts })
            Add(option);
        _scope.AddTo(this);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var arguments = context.Arguments;
        var (kind, note) = (arguments.GetValue(_evidence), arguments.GetValue(_note));
        var body = BodyOptions.Given(
            ("outcome", arguments.GetRequiredValue(_outcome)),
            // A note needs a kind beside it; a word from the terminal is a report unless more is claimed.
            ("evidence", BodyOptions.Given(("kind", kind ?? (note is null ? null : "reported")), ("note", note))),
            ("recall_id", arguments.GetValue(_recall)),
            ("application_id", arguments.GetValue(_application)),
            ("episode_id", arguments.GetValue(_episode)),
            ("agent", arguments.GetValue(_agent)),
            ("scope", _scope.Read(context)),
            ("ts", BodyOptions.Moment(context, _ts)));
        await using var session = await context.ConnectAsync(ct);
        var path = $"/api/fixes/{Uri.EscapeDataString(arguments.GetRequiredValue(_fix))}/outcomes";
        var answer = await session.SendAsync(HttpMethod.Post, path, body, ct);
        return await context.PrintAsync(answer, screen =>
        {
            screen.Line(StandingView.Sentence(answer.Json));
            if (!answer.Json.IsTrue("counted"))
                screen.Note("This application had been counted before; nothing changed.");
        }, ct);
    }
}
