using FluentValidation;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Application.Memories;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Application.UnitTests.Validation;

/// <summary>Every field of every request, at its limit and over it. The expected verdict is the field's name on the wire, or none.</summary>
public sealed class LimitTests
{
    private const string Fine = "f1:0123456789abcdef0123456789abcdef";
    private static readonly long Now = TestHost.Start.ToUnixTimeMilliseconds();
    private static readonly string Name200 = new('n', 200);
    private static readonly string Name201 = new('n', 201);
    private static readonly string Text1M = new('t', 1 << 20);
    private static readonly string Text1MAndOne = Text1M + "t";
    private static readonly Metadata NoObject = new("[]");

    private static readonly FixSubmission Submission = new() { Issue = "disk full", Solution = "rotate the logs" };
    private static readonly RememberMemoryCommand Remember = new("runbook", "text", null, null, null, null, null);
    private static readonly RecordOutcomeCommand Outcome = new(Guid.Empty, "worked", null, null, null, null, null, null, null, null, null);
    private static readonly RegisterAgentCommand Register = new("a", "s", null, null, null, false, null);
    private static readonly ReportTelemetryCommand Report = new("a", null, null, null, null, null, false, [], [], [], "", null);
    private static readonly ReportOccurrenceCommand Occurrence = new(Fine, null, null, null, null, null);
    private static readonly CorrectFixCommand Correct = new(Guid.Empty, 1, null, null, null, null);
    private static readonly RecallQuery Recall = new("issue:disk full");

    private static IEnumerable<TestCaseData> Cases() =>
    [
        .. Texts("issue", text => new RememberFixCommand(Submission with { Issue = text }, null)),
        .. Texts("solution", text => new RememberFixCommand(Submission with { Solution = text }, null)),
        .. Names("source", name => new RememberFixCommand(Submission with { Source = name }, null)),
        .. Names("source_id", name => new RememberFixCommand(Submission with { SourceId = name }, null)),
        .. Names("tags[0]", name => new RememberFixCommand(Submission with { Tags = [name] }, null)),
        .. Agents("agent", name => new RememberFixCommand(Submission with { Agent = name }, null)),
        .. Scopes("scope", scope => new RememberFixCommand(Submission with { Scope = scope }, null)),
        .. Instants("ts", ts => new RememberFixCommand(Submission with { Ts = ts }, null)),
        .. Keys(key => new RememberFixCommand(Submission, key)),
        Case("issue", new RememberFixCommand(Submission with { Issue = null }, null)),
        Case(null, new RememberFixCommand(Submission with { Issue = null, Fingerprint = Fine }, null)),
        Case("fingerprint", new RememberFixCommand(Submission with { Fingerprint = Fine }, null)),
        Case(null, new RememberFixCommand(Submission with { Fingerprint = Issue.FromText("disk full").Fingerprint.Value }, null)),
        Case("fingerprint", new RememberFixCommand(Submission with { Issue = null, Fingerprint = Fine.ToUpperInvariant() }, null)),
        Case("solution", new RememberFixCommand(Submission with { Solution = null }, null)),
        Case(null, new RememberFixCommand(Submission with { Tags = Many(32) }, null)),
        Case("tags", new RememberFixCommand(Submission with { Tags = Many(33) }, null)),
        Case("metadata", new RememberFixCommand(Submission with { Metadata = NoObject }, null)),

        .. Texts("content", text => Remember with { Content = text }),
        Case("key", Remember with { MemoryKey = null }),
        Case("key", Remember with { MemoryKey = "" }),
        Case("key", Remember with { MemoryKey = " " }),
        Case("key", Remember with { MemoryKey = "a\0" }),
        Case(null, Remember with { MemoryKey = new string('k', 1_000) }),
        Case("key", Remember with { MemoryKey = new string('k', 1_001) }),
        .. Texts("key", text => Remember with { MemoryKey = "issue:" + text }),
        Case("content", Remember with { Content = null }),
        Case("metadata", Remember with { Metadata = NoObject }),
        .. Agents("agent", name => Remember with { Agent = name }),
        .. Scopes("scope", scope => Remember with { Scope = scope }),
        .. Instants("ts", ts => Remember with { Ts = ts }),
        .. Keys(key => Remember with { Key = key }),

        Case("outcome", Outcome with { Outcome = null }),
        Case("outcome", Outcome with { Outcome = "Worked" }),
        .. OneOf("outcome", word => Outcome with { Outcome = word }, "worked", "failed", "rolled_back", "attempted", "unknown"),
        .. OneOf("evidence.kind", word => Outcome with { EvidenceKind = word }, "verified", "person", "reported"),
        Case("evidence.kind", Outcome with { EvidenceKind = "alert_cleared" }),
        Case(null, Outcome with { EvidenceNote = new string('é', 2_048) }),
        Case("evidence.note", Outcome with { EvidenceNote = new string('é', 2_048) + "x" }),
        Case("evidence.note", Outcome with { EvidenceNote = "\0" }),
        Case("recall_id", Outcome with { RecallId = "no" }),
        Case(null, Outcome with { RecallId = "0192f0c1-2d3e-7abc-8def-0123456789ab" }),
        Case("episode_id", Outcome with { EpisodeId = "no" }),
        .. Names("application_id", name => Outcome with { ApplicationId = name }),
        .. Agents("agent", name => Outcome with { Agent = name }),
        .. Scopes("scope", scope => Outcome with { Scope = scope }),
        .. Instants("ts", ts => Outcome with { Ts = ts }),
        .. Keys(key => Outcome with { Key = key }),

        .. Texts("solution", text => Correct with { Solution = text }),
        Case("tags", Correct with { Tags = Many(33) }),
        Case("tags[1]", Correct with { Tags = ["a", ""] }),
        Case("metadata", Correct with { Metadata = NoObject }),
        .. Scopes("scope", scope => Correct with { Scope = scope }),

        Case("key", Recall with { RecallKey = null }),
        .. Texts("key", text => Recall with { RecallKey = text }),
        .. Texts("key", text => Recall with { RecallKey = "issue:" + text }),
        .. Numbers("limit", number => Recall with { Limit = (int)number }, 1, 100),
        .. Numbers("budget_ms", number => Recall with { BudgetMilliseconds = (int)number }, 1, 10_000),
        Case("before", Recall with { Before = 0 }),
        Case(null, Recall with { Before = 1 }),
        Case(null, Recall with { Exclude = [.. Enumerable.Repeat(Guid.Empty.ToString(), 1_000)] }),
        Case("exclude", Recall with { Exclude = [.. Enumerable.Repeat(Guid.Empty.ToString(), 1_001)] }),
        Case("exclude[1]", Recall with { Exclude = [Guid.Empty.ToString(), "x"] }),
        Case("exclude[0]", Recall with { Exclude = [null] }),
        .. Scopes("scope", scope => Recall with { Scope = scope }),
        .. Names("filter.service", name => Recall with { Filter = new RecallFilter(Service: name) }),
        .. Names("filter.server", name => Recall with { Filter = new RecallFilter(Server: name) }),
        .. Names("filter.environment", name => Recall with { Filter = new RecallFilter(Environment: name) }),
        .. Names("filter.version", name => Recall with { Filter = new RecallFilter(Version: name) }),
        .. Names("filter.tag", name => Recall with { Filter = new RecallFilter(Tag: name) }),
        .. Agents("filter.agent", name => Recall with { Filter = new RecallFilter(Agent: name) }),
        .. OneOf("filter.kind", word => Recall with { Filter = new RecallFilter(Kind: word) }, "fix", "memory"),

        .. Numbers("limit", number => new GetRecentFixesQuery((int)number), 1, 200),
        .. OneOf("success", word => new GetRecentFixesQuery(Success: word), "true", "false", "unknown"),
        .. Agents("agent", name => new GetRecentFixesQuery(Agent: name)),
        .. Names("server", name => new GetRecentFixesQuery(Server: name)),
        .. Names("service", name => new GetRecentFixesQuery(Service: name)),
        Case("since", new GetRecentFixesQuery(Since: -1)),
        Case(null, new GetRecentFixesQuery(Since: 0)),
        Case("fingerprint", new GetRecentFixesQuery(Fingerprint: "f1:x")),
        .. Names("type", name => new GetFixSuccessRateQuery(name)),
        .. Names("type", name => new FindSimilarIssuesQuery(name)),
        Case("type", new FindSimilarIssuesQuery(null)),
        .. Numbers("limit", number => new FindSimilarIssuesQuery("x", (int)number), 1, 100),
        .. Numbers("days", number => new GetIssuePatternsQuery((int)number), 1, 3_650),
        .. Numbers("limit", number => new GetIssuePatternsQuery(7, (int)number), 1, 200),

        .. Texts("text", text => new GetFingerprintQuery(text, null)),
        Case("text", new GetFingerprintQuery(null, null)),
        Case("text", new GetFingerprintQuery("x", new Dictionary<string, string> { ["alertname"] = "X" })),
        Case("labels", new GetFingerprintQuery(null, new Dictionary<string, string>())),
        Case("labels", new GetFingerprintQuery(null, new Dictionary<string, string> { ["alertname"] = " " })),
        Case("labels", new GetFingerprintQuery(null, new Dictionary<string, string> { ["alertname"] = "\0" })),
        Case("labels", new GetFingerprintQuery(null, new Dictionary<string, string> { ["alertname"] = Text1M })),

        Case("fingerprint", Occurrence with { Fingerprint = null }),
        Case("fingerprint", Occurrence with { Fingerprint = "f1:x" }),
        Case("issue", Occurrence with { Issue = "another issue" }),
        Case("issue", Occurrence with { Issue = " " }),
        .. Names("source", name => Occurrence with { Source = name }),
        .. Scopes("scope", scope => Occurrence with { Scope = scope }),
        .. Instants("ts", ts => Occurrence with { Ts = ts }),
        .. Keys(key => Occurrence with { Key = key }),

        Case("name", Register with { Name = null }),
        .. Agents("name", name => Register with { Name = name }),
        Case("server", Register with { Server = null }),
        .. Names("server", name => Register with { Server = name }),
        .. Names("instance_id", name => Register with { InstanceId = name }),
        .. Numbers("interval_seconds", number => Register with { IntervalSeconds = (int)number }, 1, 86_400),
        Case("metadata", Register with { Metadata = NoObject }),
        .. Keys(key => Register with { Key = key }),
        .. Agents("name", name => new RetireAgentCommand(name)),
        .. Agents("name", name => new GetAgentQuery(name)),
        .. OneOf("status", word => new GetAgentsQuery(word), "active", "late", "offline", "retired"),
        .. Numbers("limit", number => new GetAgentsQuery(Limit: (int)number), 1, 200),
        .. Agents("agent", name => new GetAgentTelemetryQuery(name, null, null, null)),
        .. Names("name", name => new GetAgentTelemetryQuery("a", name, null, null)),
        Case("since", new GetAgentTelemetryQuery("a", null, -1, null)),
        .. Numbers("step", number => new GetAgentTelemetryQuery("a", null, null, (int)number), 1, 86_400),

        Case("agent", Report with { Agent = null }),
        .. Agents("agent", name => Report with { Agent = name }),
        .. Names("server", name => Report with { Server = name }),
        .. Names("instance_id", name => Report with { InstanceId = name }),
        Case("seq", Report with { Sequence = -1 }),
        Case(null, Report with { Sequence = 0 }),
        .. Instants("ts", ts => Report with { Ts = ts }),
        .. Numbers("interval_seconds", number => Report with { IntervalSeconds = (int)number }, 1, 86_400),
        Case("metrics", Report with { Metrics = null }),
        .. Names("metrics[1].name", name => Report with { Metrics = [new Metric("cpu", 1), new Metric(name, 1)] }),
        .. Names("metrics[0].unit", name => Report with { Metrics = [new Metric("cpu", 1, name)] }),
        Case("metrics[0].value", Report with { Metrics = [new Metric("cpu", double.NaN)] }),
        Case("metrics[0].attributes", Report with { Metrics = [new Metric("cpu", 1, null, NoObject)] }),
        Case("metrics", Report with { Metrics = [.. Enumerable.Repeat(new Metric("cpu", 1), 10_001)] }),
        Case("issues[0].issue", Report with { Issues = [new SeenIssue(null, null, null)] }),
        Case("issues[0].issue", Report with { Issues = [new SeenIssue(" ", null, null)] }),
        Case("issues[0].fingerprint", Report with { Issues = [new SeenIssue(null, "f1:x", null)] }),
        Case("issues[0].fingerprint", Report with { Issues = [new SeenIssue("disk full", Fine, null)] }),
        Case(null, Report with { Issues = [new SeenIssue(null, Fine, null)] }),
        .. Instants("issues[0].ts", ts => Report with { Issues = [new SeenIssue("disk full", null, ts)] }),
        .. Keys(key => Report with { Key = key }),
    ];

    [TestCaseSource(nameof(Cases))]
    public void A_field_is_taken_at_its_limit_and_refused_over_it(string? wrong, object request)
    {
        using var host = new TestHost();
        var validator = (IValidator)host.Scope.ServiceProvider.GetService(typeof(IValidator<>).MakeGenericType(request.GetType()))!;
        var errors = validator.Validate(new ValidationContext<object>(request)).Errors;
        Assert.Multiple(() =>
        {
            Assert.That(errors.Select(error => error.PropertyName).Distinct(), wrong is null ? Is.Empty : Is.EqualTo([wrong]));
            Assert.That(errors.Select(error => error.ErrorMessage), Has.All.Not.Empty.And.All.Not.Contains("{"));
        });
    }

    private static TestCaseData Case(string? wrong, object request) => new TestCaseData(wrong, request).SetArgDisplayNames(wrong ?? "fine", request.GetType().Name);

    private static TestCaseData[] Texts(string field, Func<string, object> request) =>
    [
        Case(null, request("t")), Case(null, request(Text1M)), Case(field, request(Text1MAndOne)), Case(null, request(new string('é', 1 << 19))),
        Case(field, request(new string('é', 1 << 19) + "t")), Case(field, request("")), Case(field, request(" \n\t")), Case(field, request("a\0")), Case(field, request("a" + (char)0xd800)),
    ];

    private static TestCaseData[] Names(string field, Func<string, object> request) =>
    [
        Case(null, request("n")), Case(null, request(Name200)), Case(field, request(Name201)), Case(field, request("")), Case(field, request(" ")),
        Case(field, request("a\0")), Case(field, request("a\nb")), Case(field, request("a" + (char)0xdc00)),
    ];

    private static TestCaseData[] Agents(string field, Func<string, object> request) =>
    [
        Case(null, request("Ünïcode bot.7@x:y+z_-")), Case(null, request(Name200)), Case(field, request(Name201)), Case(field, request("")), Case(field, request("..")),
        Case(field, request(" a")), Case(field, request("a/b")), Case(field, request("a\0")), Case(field, request("e\u0301")),
    ];

    private static TestCaseData[] Scopes(string field, Func<Scope, object> request) =>
    [
        Case(null, request(new Scope(Name200, Name200, Name200, Name200))), Case(field + ".service", request(new Scope(Service: Name201))),
        Case(field + ".server", request(new Scope(Server: ""))), Case(field + ".environment", request(new Scope(Environment: "\t"))), Case(field + ".version", request(new Scope(Version: "\0"))),
    ];

    private static TestCaseData[] Instants(string field, Func<long, object> request) =>
        [Case(field, request(0)), Case(field, request(-1)), Case(null, request(1)), Case(null, request(Now + 300_000)), Case(field, request(Now + 300_001))];

    private static TestCaseData[] Numbers(string field, Func<long, object> request, long least, long most) =>
        [Case(field, request(least - 1)), Case(null, request(least)), Case(null, request(most)), Case(field, request(most + 1))];

    private static TestCaseData[] OneOf(string field, Func<string, object> request, params string[] words) =>
        [.. words.Select(word => Case(null, request(word))), Case(field, request("")), Case(field, request("other"))];

    private static TestCaseData[] Keys(Func<WriteKey, object> request) =>
        [Case(null, request(new WriteKey(Name200, 0, ""))), Case("idempotency_key", request(new WriteKey(Name201, 0, ""))), Case("idempotency_key", request(new WriteKey("", 0, "")))];

    private static string[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => $"tag{i}")];
}
