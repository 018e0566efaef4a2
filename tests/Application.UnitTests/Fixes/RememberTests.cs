using Microsoft.Extensions.Logging;
using Moq;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Memories;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.UnitTests.Fixes;

public sealed class RememberTests
{
    private static readonly WriteKey Key = new("k", 0, "digest");

    [Test]
    public async Task A_fix_is_told_to_the_record_as_it_was_sent()
    {
        using var host = new TestHost();
        FixReport? told = null;
        host.Memory.Setup(m => m.TakeFixAsync(It.IsAny<FixReport>(), Key, It.IsAny<CancellationToken>()))
            .Callback<FixReport, WriteKey?, CancellationToken>((report, _, _) => told = report)
            .ReturnsAsync(new Written<Receipt>(Known.Receipt()));
        var scope = new Scope("pay");
        var submission = new FixSubmission
        {
            Issue = "disk full", Solution = " rotate\r\n", Success = false, Agent = "bot", Scope = scope, Ts = 5, Source = "wiki", SourceId = "7",
            Tags = ["b", "a", "b"], Metadata = new Metadata("{}"),
        };
        await host.SendAsync(new RememberFixCommand(submission, Key));
        Assert.Multiple(() =>
        {
            Assert.That(told!.Id.Version, Is.EqualTo(7));
            Assert.That(told, Is.EqualTo(new FixReport
            {
                Id = told.Id, Fingerprint = Issue.FromText("disk full").Fingerprint, IssueText = "disk full", Solution = " rotate\r\n", Success = false, Agent = "bot",
                Scope = scope, Ts = 5, TsGiven = true, Source = "wiki", SourceId = "7", Tags = told.Tags, Metadata = new Metadata("{}"),
            }));
            Assert.That(told.Tags, Is.EqualTo(["b", "a"]));
        });
    }

    [Test]
    public async Task What_is_not_said_is_now_everywhere_and_not_known()
    {
        using var host = new TestHost();
        FixReport? told = null;
        Takes(host, report => told = report);

        // No words are read here, however clear.
        await host.SendAsync(new RememberFixCommand(new FixSubmission { Issue = "disk full", Solution = "rotated, that fixed it" }, null));
        Assert.That((told!.Ts, told.TsGiven, told.Scope, told.Success, told.Inferred), Is.EqualTo((host.Now, false, Scope.Everywhere, (bool?)null, false)));
    }

    [Test]
    public async Task A_fingerprint_may_stand_for_the_issue()
    {
        using var host = new TestHost();
        FixReport? told = null;
        Takes(host, report => told = report);
        var fingerprint = Issue.FromText("disk full").Fingerprint;
        await host.SendAsync(new RememberFixCommand(new FixSubmission { Fingerprint = fingerprint.Value, Solution = "rotate" }, null));
        Assert.That((told!.Fingerprint, told.IssueText), Is.EqualTo((fingerprint, (string?)null)));
    }

    [Test]
    public async Task A_fingerprint_nobody_knows_is_no_fix()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.TakeFixAsync(It.IsAny<FixReport>(), null, It.IsAny<CancellationToken>())).ReturnsAsync((Written<Receipt>?)null);
        var command = new RememberFixCommand(new FixSubmission { Fingerprint = Issue.FromText("disk full").Fingerprint.Value, Solution = "rotate" }, null);
        Assert.That(await host.SendAsync(command), Is.Null);
    }

    [TestCase("""{"success":false}""", "that fixed it", false, false)]
    [TestCase("""{"success":"Resolved"}""", "rotated the logs", true, false)]
    [TestCase("""{"success":1}""", "rotated the logs", true, false)]
    [TestCase("""{"success":{"deep":true}}""", "rotated the logs", null, false)]
    [TestCase("""{"other":true}""", "restarting it fixed it", true, true)]
    [TestCase(null, "restarting it did not help", false, true)]
    [TestCase(null, "rotated the logs", null, false)]
    public async Task Under_an_issues_key_success_is_read_from_metadata_then_words(string? metadata, string content, bool? success, bool inferred)
    {
        using var host = new TestHost();
        FixReport? told = null;
        Takes(host, report => told = report);
        await host.SendAsync(new RememberMemoryCommand("issue:disk full", content, metadata is null ? null : new Metadata(metadata), null, null, null, null));
        Assert.That((told!.Success, told.Inferred), Is.EqualTo((success, inferred)));
        Assert.That((told.IssueText, told.Solution), Is.EqualTo(("disk full", content)));
    }

    [TestCase("Issue:disk full")]
    [TestCase("\n ISSUE:disk full")]
    public async Task An_issues_key_is_read_in_any_case_and_after_blanks(string key)
    {
        using var host = new TestHost();
        FixReport? told = null;
        Takes(host, report => told = report);
        await host.SendAsync(new RememberMemoryCommand(key, "rotated the logs", null, null, null, null, null));
        Assert.That(told!.IssueText, Is.EqualTo("disk full"));
    }

    [Test]
    public async Task Any_other_key_is_a_memory()
    {
        using var host = new TestHost();
        Memory? told = null;
        host.Memory.Setup(m => m.TakeMemoryAsync(It.IsAny<Memory>(), Key, It.IsAny<CancellationToken>()))
            .Callback<Memory, WriteKey?, CancellationToken>((memory, _, _) => told = memory)
            .ReturnsAsync(new Written<Receipt>(Known.Receipt()));
        await host.SendAsync(new RememberMemoryCommand("issues:x", "that fixed it", null, "bot", new Scope("pay"), null, Key));
        Assert.That(told, Is.EqualTo(new Memory(told!.Id, "issues:x", "that fixed it", null, "bot", new Scope("pay"), host.Now)));
        Assert.That(told.Id.Version, Is.EqualTo(7));
    }

    [Test]
    public async Task Remembering_leaves_one_line_without_what_was_remembered()
    {
        var log = new LinesKept();
        using var host = new TestHost(log: log);
        Takes(host, _ => { });
        await host.SendAsync(new RememberMemoryCommand("issue:secret issue", "secret solution", null, null, null, null, null));
        Assert.That(log.Lines, Has.Count.EqualTo(1));
        Assert.That(log.Lines[0], Does.Contain(Known.Id.ToString()).And.Contain("f1:").And.Not.Contain("secret"));
    }

    private static void Takes(TestHost host, Action<FixReport> told) => host.Memory
        .Setup(m => m.TakeFixAsync(It.IsAny<FixReport>(), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>()))
        .Callback<FixReport, WriteKey?, CancellationToken>((report, _, _) => told(report))
        .ReturnsAsync(new Written<Receipt>(Known.Receipt()));

    private sealed class LinesKept : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
