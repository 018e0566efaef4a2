using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Application.Agents;

/// <summary>Takes in one report of an agent (contract 7); an unknown agent is registered.</summary>
/// <param name="Agent">Who reports.</param>
/// <param name="Server">Host it runs on, or null.</param>
/// <param name="InstanceId">Names the installation, or null.</param>
/// <param name="Sequence">The agent's own count of its reports, or null.</param>
/// <param name="Ts">When the figures were taken, epoch milliseconds; null = now.</param>
/// <param name="IntervalSeconds">Seconds between two reports, or null.</param>
/// <param name="Takeover">True to take the name from another installation at once.</param>
/// <param name="Metrics">The figures; null = missing.</param>
/// <param name="Fixes">Fixes to remember, in order; a bad one refuses itself alone.</param>
/// <param name="Issues">Issues seen, in order.</param>
/// <param name="Digest">Hash of the whole body.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record ReportTelemetryCommand(
    string? Agent, string? Server, string? InstanceId, long? Sequence, long? Ts, int? IntervalSeconds, bool Takeover,
    IReadOnlyList<Metric>? Metrics, IReadOnlyList<ImportItem> Fixes, IReadOnlyList<SeenIssue> Issues, string Digest, WriteKey? Key)
    : ICarriesText<Written<TelemetryResult>>
{
    /// <inheritdoc/>
    public IRequest<Written<TelemetryResult>> Redacted(TextRedaction redaction) => this with
    {
        Agent = redaction.Name(Agent),
        Server = redaction.Text(Server),
        InstanceId = redaction.Text(InstanceId),
        Metrics = Metrics is null ? null : [.. Metrics.Select(metric => Of(metric, redaction))],
        Fixes = [.. Fixes.Select(redaction.Item)],
        Issues = [.. Issues.Select(issue => issue with { Issue = redaction.Text(issue.Issue), Fingerprint = redaction.Text(issue.Fingerprint) })],
        Key = redaction.Key(Key),
    };

    private static Metric Of(Metric metric, TextRedaction redaction) =>
        new(redaction.Text(metric.Name)!, metric.Value, redaction.Text(metric.Unit), redaction.Metadata(metric.Attributes));
}

/// <summary>An issue an agent saw; its text or the fingerprint of a known one.</summary>
/// <param name="Issue">Its text, or null.</param>
/// <param name="Fingerprint">Its fingerprint, or null.</param>
/// <param name="Ts">When, epoch milliseconds; null = the report's.</param>
public sealed record SeenIssue(string? Issue, string? Fingerprint, long? Ts);

/// <summary>What became of a report.</summary>
/// <param name="Duplicate">True when it had been taken before.</param>
/// <param name="Agent">The agent after it.</param>
/// <param name="Fixes">One result per fix, in order; empty for a duplicate.</param>
public sealed record TelemetryResult(bool Duplicate, AgentView Agent, IReadOnlyList<ImportItemResult> Fixes);

internal sealed class ReportTelemetryValidator : AbstractValidator<ReportTelemetryCommand>
{
    public ReportTelemetryValidator(TimeProvider clock)
    {
        RuleFor(c => c.Agent).Keeps("agent", Rules.Agent);
        RuleFor(c => c.Server).Keeps("server", Rules.OptionalName);
        RuleFor(c => c.InstanceId).Keeps("instance_id", Rules.OptionalName);
        RuleFor(c => c.Sequence).Keeps("seq", seq => Rules.OptionalWithin(seq, 0, long.MaxValue));
        RuleFor(c => c.Ts).Keeps("ts", Ts);
        RuleFor(c => c.IntervalSeconds).Keeps("interval_seconds", seconds => Rules.OptionalWithin(seconds, 1, Limits.IntervalSeconds));
        RuleFor(c => c.Metrics).Keeps("metrics", metrics => metrics is null ? "is required; send an empty object when there are none" : TooMany(metrics.Count));
        RuleForEach(c => c.Metrics).SetValidator(new MetricValidator()).OverridePropertyName("metrics");
        RuleFor(c => c.Fixes).Keeps("fixes", fixes => TooMany(fixes.Count));
        RuleFor(c => c.Issues).Keeps("issues", issues => TooMany(issues.Count));
        RuleForEach(c => c.Issues).SetValidator(new SeenIssueValidator(Ts)).OverridePropertyName("issues");
        RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);

        string? Ts(long? ts) => Rules.OptionalTs(ts, clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private static string? TooMany(int count) => count > Limits.BatchItems ? $"must be at most {Limits.BatchItems} items; send several reports" : null;

    private sealed class MetricValidator : AbstractValidator<Metric>
    {
        public MetricValidator()
        {
            RuleFor(m => m.Name).Keeps("name", Rules.Name);
            RuleFor(m => m.Value).Keeps("value", value => double.IsFinite(value) ? null : "must be a finite number");
            RuleFor(m => m.Unit).Keeps("unit", Rules.OptionalName);
            RuleFor(m => m.Attributes).Keeps("attributes", Rules.OptionalMetadata);
        }
    }

    private sealed class SeenIssueValidator : AbstractValidator<SeenIssue>
    {
        public SeenIssueValidator(Func<long?, string?> ts)
        {
            RuleFor(i => i.Issue).Keeps("issue", Rules.OptionalText);
            RuleFor(i => i.Issue).Keeps("issue", _ => "is required unless fingerprint names a known issue").When(i => i.Issue is null && i.Fingerprint is null);
            RuleFor(i => i.Fingerprint).Keeps("fingerprint", Rules.OptionalFingerprint);
            RuleFor(i => i.Fingerprint).Must((i, given) => Rules.Agree(i.Issue, given))
                .WithMessage("is not the fingerprint of issue; leave one of the two out").OverridePropertyName("fingerprint");
            RuleFor(i => i.Ts).Keeps("ts", ts);
        }
    }
}

internal sealed class ReportTelemetryHandler(ITelemetryLog log, FixIntake intake, TimeProvider clock)
    : IRequestHandler<ReportTelemetryCommand, Written<TelemetryResult>>
{
    public async Task<Written<TelemetryResult>> Handle(ReportTelemetryCommand request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var items = request.Fixes.Select(item => Told(item, request)).ToList();
        var problems = items.Select(intake.Problem).ToList();
        var report = new TelemetryReport
        {
            Id = TimeOrderedId.Next(now),
            Agent = new AgentRegistration(request.Agent!, request.Server, request.InstanceId, request.IntervalSeconds, null, request.Takeover),
            Sequence = request.Sequence,
            Ts = request.Ts ?? now.ToUnixTimeMilliseconds(),
            ReceivedAt = now.ToUnixTimeMilliseconds(),
            Digest = request.Digest,
            Metrics = request.Metrics!,
            Fixes = [.. items.Where((_, i) => problems[i] is null).Select(item => intake.Report(item.Submission!))],
            Issues = [.. request.Issues.Select(issue => Seen(issue, request, now))],
        };
        var written = await log.AppendAsync(report, request.Key, ct);
        var agent = written.Value.Agent.Agent;
        return new Written<TelemetryResult>(
            new TelemetryResult(
                written.Value.Duplicate, new AgentView(agent, agent.StatusAt(now.ToUnixTimeMilliseconds())),
                written.Value.Duplicate ? [] : Results(items, problems, written.Value.Fixes, written.Replayed)),
            written.Replayed,
            written.Durability);
    }

    // A report speaks of its sender's host unless a fix in it says otherwise.
    private static ImportItem Told(ImportItem item, ReportTelemetryCommand request) => item with
    {
        Submission = item.Submission is null ? null : item.Submission with
        {
            Agent = item.Submission.Agent ?? request.Agent,
            Scope = item.Submission.Scope ?? Place(request),
            Ts = item.Submission.Ts ?? request.Ts,
        },
    };

    private static Occurrence Seen(SeenIssue issue, ReportTelemetryCommand request, DateTimeOffset now) => new(
        TimeOrderedId.Next(now),
        issue.Fingerprint is null ? Issue.FromText(issue.Issue!).Fingerprint : Fingerprint.Parse(issue.Fingerprint),
        issue.Issue, Place(request), issue.Ts ?? request.Ts ?? now.ToUnixTimeMilliseconds(), null, request.Agent);

    private static Scope Place(ReportTelemetryCommand request) => new(Server: request.Server);

    private static List<ImportItemResult> Results(List<ImportItem> items, List<ItemProblem?> problems, IReadOnlyList<Receipt?> receipts, bool replayed)
    {
        var taken = 0;
        var results = new List<ImportItemResult>(problems.Count);
        foreach (var problem in problems)
        {
            var receipt = problem is null ? receipts[taken++] : null;
            var redacted = items[results.Count].Redacted;
            results.Add(receipt is null
                ? new ImportItemResult(results.Count, null, false, false, problem ?? ItemProblems.UnknownFingerprint) { Redacted = redacted }
                : new ImportItemResult(results.Count, receipt.Id.ToString(), receipt.Deduplicated, replayed, null, receipt.Durability) { Redacted = redacted });
        }

        return results;
    }
}
