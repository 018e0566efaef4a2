using Moq;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Application.UnitTests.Agents;

public sealed class ReportTelemetryTests
{
    private static readonly Dictionary<string, string[]> NoErrors = [];

    [Test]
    public async Task A_report_goes_to_the_log_whole_and_a_bad_fix_refuses_itself_alone()
    {
        using var host = new TestHost();
        TelemetryReport? told = null;
        Takes(host, report => told = report, new TelemetryReceipt(false, new AgentReceipt(Known.Agent(lastSeen: host.Now), false, null), [Known.Receipt(), null], []));
        var command = Command(
            [
                new ImportItem(new FixSubmission { Issue = "x", Solution = "y" }, NoErrors),
                new ImportItem(new FixSubmission { Issue = "x" }, NoErrors),
                new ImportItem(null, new Dictionary<string, string[]> { ["solution"] = ["must be a string"] }),
                new ImportItem(new FixSubmission { Fingerprint = Issue.FromText("z").Fingerprint.Value, Solution = "y" }, NoErrors),
            ]);
        var written = await host.SendAsync(command);
        Assert.Multiple(() =>
        {
            Assert.That(written.Value.Fixes.Select(fix => (fix.Index, fix.Id, fix.Problem?.Type)), Is.EqualTo(
                [(0, Known.Id.ToString(), null), (1, null, "validation"), (2, null, "validation"), (3, (string?)null, "not-found")]));
            Assert.That(written.Value.Fixes[1].Problem!.Errors.Keys, Is.EqualTo(["solution"]));
            Assert.That(written.Value.Agent.Status, Is.EqualTo(Domain.Agents.AgentStatus.Active));
            Assert.That(told!.Fixes, Has.Count.EqualTo(2));
            Assert.That((told.Sequence, told.Ts, told.ReceivedAt, told.Digest), Is.EqualTo(((long?)4, 9L, host.Now, "digest")));
            Assert.That(told.Agent, Is.EqualTo(new Domain.Agents.AgentRegistration("bot", "web", "i", 30, null, true)));
        });
    }

    [Test]
    public async Task A_fix_or_issue_in_a_report_is_its_senders_unless_said_otherwise()
    {
        using var host = new TestHost();
        TelemetryReport? told = null;
        Takes(host, report => told = report, new TelemetryReceipt(false, new AgentReceipt(Known.Agent(), false, null), [Known.Receipt(), Known.Receipt()], [null]));
        await host.SendAsync(Command(
            [
                new ImportItem(new FixSubmission { Issue = "x", Solution = "y" }, NoErrors),
                new ImportItem(new FixSubmission { Issue = "x", Solution = "y", Agent = "other", Scope = new Scope("pay"), Ts = 3 }, NoErrors),
            ]));
        var seen = told!.Issues.Single();
        Assert.Multiple(() =>
        {
            Assert.That(told.Fixes.Select(fix => (fix.Agent, fix.Scope, fix.Ts)), Is.EqualTo(
                [("bot", new Scope(Server: "web"), 9L), ("other", new Scope("pay"), 3L)]));
            Assert.That((seen.Fingerprint, seen.IssueText, seen.Scope, seen.Ts, seen.Agent), Is.EqualTo(
                (Issue.FromText("disk full").Fingerprint, "disk full", new Scope(Server: "web"), 9L, "bot")));
        });
    }

    [Test]
    public async Task A_report_taken_before_has_no_results()
    {
        using var host = new TestHost();
        Takes(host, _ => { }, new TelemetryReceipt(true, new AgentReceipt(Known.Agent(), false, null), [], []));
        var written = await host.SendAsync(Command([new ImportItem(new FixSubmission { Issue = "x", Solution = "y" }, NoErrors)]));
        Assert.That((written.Value.Duplicate, written.Value.Fixes.Count), Is.EqualTo((true, 0)));
    }

    private static ReportTelemetryCommand Command(IReadOnlyList<ImportItem> fixes) =>
        new("bot", "web", "i", 4, 9, 30, true, [new Metric("cpu", 1)], fixes, [new SeenIssue("disk full", null, null)], "digest", null);

    private static void Takes(TestHost host, Action<TelemetryReport> told, TelemetryReceipt receipt) => host.Telemetry
        .Setup(t => t.AppendAsync(It.IsAny<TelemetryReport>(), null, It.IsAny<CancellationToken>()))
        .Callback<TelemetryReport, WriteKey?, CancellationToken>((report, _, _) => told(report))
        .ReturnsAsync(new Written<TelemetryReceipt>(receipt));
}
