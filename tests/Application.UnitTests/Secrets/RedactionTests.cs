using Moq;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Application.Memories;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Application.UnitTests.Secrets;

public sealed class RedactionTests
{
    private const string Mark = "[redacted:github-token]";

    private static readonly string Token = "ghp" + "_" + "q7Zt3Rk9Wm2Xv8Lp4Nc6Bd5Jh1Fs0Gy3Ka7U";

    [Test]
    public async Task A_memory_is_stored_without_secrets_and_the_receipt_names_them()
    {
        using var host = new TestHost();
        Memory? stored = null;
        host.Memory.Setup(m => m.TakeMemoryAsync(It.IsAny<Memory>(), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>()))
            .Callback<Memory, WriteKey?, CancellationToken>((memory, _, _) => stored = memory)
            .ReturnsAsync(new Written<Receipt>(Known.Receipt()));

        var written = await host.SendAsync(new RememberMemoryCommand(
            $"deploy {Token}", $"use {Token}", new Metadata($$$"""{"{{{Token}}}":["{{{Token}}}"],"n":1.50,"db":{"password":"{{{"hunt" + "er2x"}}}"}}"""), Token, new Scope(Server: Token), null, null));

        Assert.That((stored!.Key, stored.Content, stored.Agent, stored.Scope.Server), Is.EqualTo(($"deploy {Mark}", $"use {Mark}", "redacted:github-token", Mark)));
        Assert.That(stored.Metadata!.Json, Is.EqualTo($$$"""{"{{{Mark}}}":["{{{Mark}}}"],"n":1.50,"db":{"password":"[redacted:password]"}}"""));
        Assert.That(written.Value.Redacted, Is.EqualTo(new[] { "github-token", "password" }));
    }

    [Test]
    public async Task A_text_without_secrets_is_the_same_and_the_receipt_names_none()
    {
        using var host = new TestHost();
        Memory? stored = null;
        host.Memory.Setup(m => m.TakeMemoryAsync(It.IsAny<Memory>(), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>()))
            .Callback<Memory, WriteKey?, CancellationToken>((memory, _, _) => stored = memory)
            .ReturnsAsync(new Written<Receipt>(Known.Receipt()));
        var metadata = new Metadata("""{ "a" : "\u0062" }""");

        var written = await host.SendAsync(new RememberMemoryCommand("k", "c", metadata, null, null, null, null));

        Assert.That(stored!.Metadata, Is.SameAs(metadata), "not even its blanks change");
        Assert.That(written.Value.Redacted, Is.Empty);
    }

    [Test]
    public async Task Secrets_are_stored_where_the_setting_says_so()
    {
        using var host = new TestHost(new Dictionary<string, string?> { ["Secrets:Redact"] = "false" });
        host.Memory.Setup(m => m.TakeMemoryAsync(It.Is<Memory>(memory => memory.Content == Token), null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Written<Receipt>(Known.Receipt()));

        Assert.That((await host.SendAsync(new RememberMemoryCommand("k", Token, null, null, null, null, null))).Value.Redacted, Is.Empty);
    }

    [Test]
    public async Task A_pattern_of_the_settings_is_a_family_like_the_others()
    {
        using var host = new TestHost(new Dictionary<string, string?> { ["Secrets:Patterns:acme-badge"] = "acme-[0-9]{6}" });
        host.Memory.Setup(m => m.TakeMemoryAsync(It.Is<Memory>(memory => memory.Content == "badge [redacted:acme-badge]"), null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Written<Receipt>(Known.Receipt()));

        Assert.That((await host.SendAsync(new RememberMemoryCommand("k", "badge acme-123456", null, null, null, null, null))).Value.Redacted, Is.EqualTo(new[] { "acme-badge" }));
    }

    [Test]
    public async Task Each_item_of_a_batch_names_its_own()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.TakeFixAsync(It.Is<FixReport>(fix => !fix.ToString().Contains(Token)), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Written<Receipt>(Known.Receipt()));
        var nothing = new Dictionary<string, string[]>();

        var result = await host.SendAsync(new ImportFixesCommand(
            new[] { Fix($"denied {Token}"), Fix("disk full"), new ImportItem(new FixSubmission { Issue = Token }, nothing) }.ToAsyncEnumerable(), null, null));

        Assert.That(result.Results.Select(item => string.Join(',', item.Redacted)), Is.EqualTo(new[] { "github-token", "", "github-token" }));
        Assert.That(result.Refused, Is.EqualTo(1));

        ImportItem Fix(string issue) => new(new FixSubmission { Issue = issue, Solution = "rotate it" }, nothing);
    }

    [Test]
    public async Task A_report_is_taken_without_secrets_and_each_fix_names_its_own()
    {
        using var host = new TestHost();
        TelemetryReport? taken = null;
        host.Telemetry.Setup(t => t.AppendAsync(It.IsAny<TelemetryReport>(), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>()))
            .Callback<TelemetryReport, WriteKey?, CancellationToken>((report, _, _) => taken = report)
            .ReturnsAsync(new Written<TelemetryReceipt>(new TelemetryReceipt(false, new AgentReceipt(Known.Agent(), false, null), [Known.Receipt()], [])));
        var fix = new ImportItem(new FixSubmission { Issue = "denied", Solution = $"use {Token}" }, new Dictionary<string, string[]>());

        var written = await host.SendAsync(new ReportTelemetryCommand(
            "a", Token, null, null, null, null, false, [new Metric("m", 1, Token, new Metadata($$"""{"t":"{{Token}}"}"""))], [fix], [new SeenIssue($"denied {Token}", null, null)], "d", null));

        Assert.That(written.Value.Fixes[0].Redacted, Is.EqualTo(new[] { "github-token" }));
        Assert.That(taken!.Metrics[0], Is.EqualTo(new Metric("m", 1, Mark, new Metadata($$"""{"t":"{{Mark}}"}"""))));
        Assert.That((taken.Agent.Server, taken.Fixes[0].Solution, taken.Issues[0].IssueText), Is.EqualTo((Mark, $"use {Mark}", $"denied {Mark}")));
    }

    [Test]
    public async Task A_question_is_asked_as_what_was_stored()
    {
        using var host = new TestHost();
        var told = await host.SendAsync(new GetFingerprintQuery($"denied {Token}", null));
        var stored = await host.SendAsync(new GetFingerprintQuery($"denied {Mark}", null));

        Assert.That(told.Fingerprint, Is.EqualTo(stored.Fingerprint));
    }

    [Test]
    public async Task An_idempotency_key_that_holds_a_secret_stays_a_key_of_its_own()
    {
        using var host = new TestHost();
        var keys = new List<WriteKey?>();
        host.Memory.Setup(m => m.TakeMemoryAsync(It.IsAny<Memory>(), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>()))
            .Callback<Memory, WriteKey?, CancellationToken>((_, key, _) => keys.Add(key))
            .ReturnsAsync(new Written<Receipt>(Known.Receipt()));

        foreach (var end in new[] { "1", "1", "2" })
            await host.SendAsync(new RememberMemoryCommand("k", "c", null, null, null, null, new WriteKey($"{Token} {end}", 0, "d")));

        Assert.That(keys[0], Is.EqualTo(keys[1]).And.Not.EqualTo(keys[2]));
        Assert.That(keys[0]!.Key, Does.Not.Contain(Token).And.StartsWith("redacted:"));
    }

    [TestCase("Secrets:Patterns:Bad Name", "a+")]
    [TestCase("Secrets:Patterns:broken", "a(")]
    [TestCase("Secrets:Patterns:looks-back", "(?<=a)b")]
    [TestCase("Secrets:Patterns:empty", "a*")]
    public void A_pattern_that_cannot_be_used_stops_the_start(string name, string expression)
    {
        using var host = new TestHost(new Dictionary<string, string?> { [name] = expression });
        Assert.That(() => host.Get<Microsoft.Extensions.Options.IStartupValidator>().Validate(), Throws.InstanceOf<Microsoft.Extensions.Options.OptionsValidationException>());
    }
}
