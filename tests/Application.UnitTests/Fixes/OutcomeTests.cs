using Moq;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.UnitTests.Fixes;

public sealed class OutcomeTests
{
    private static readonly RecordOutcomeCommand Plain = new(Known.Id, "worked", null, null, null, null, null, null, null, null, null);

    [TestCase("worked", OutcomeKind.Worked)]
    [TestCase("failed", OutcomeKind.Failed)]
    [TestCase("rolled_back", OutcomeKind.RolledBack)]
    [TestCase("attempted", OutcomeKind.Attempted)]
    [TestCase("unknown", OutcomeKind.Unknown)]
    public async Task Every_word_has_its_kind(string word, OutcomeKind kind) => Assert.That((await ToldAsync(Plain with { Outcome = word })).Kind, Is.EqualTo(kind));

    [TestCase(null, EvidenceKind.Reported)]
    [TestCase("reported", EvidenceKind.Reported)]
    [TestCase("person", EvidenceKind.Person)]
    [TestCase("verified", EvidenceKind.Verified)]
    public async Task Evidence_is_reported_unless_said_otherwise(string? word, EvidenceKind kind) =>
        Assert.That((await ToldAsync(Plain with { EvidenceKind = word, EvidenceNote = "n" })).Evidence, Is.EqualTo(new Evidence(kind, "n")));

    [Test]
    public async Task What_is_said_is_recorded()
    {
        var told = await ToldAsync(Plain with
        {
            RecallId = Known.Numbered(1).ToString(), ApplicationId = "app", EpisodeId = Known.Numbered(2).ToString(), Agent = "bot", Scope = new Scope("pay"), Ts = 7,
        });
        Assert.That(told, Is.EqualTo(new OutcomeReport(
            told.Id, Known.Id, OutcomeKind.Worked, Evidence.Plain, "bot", new Scope("pay"), 7, Known.Numbered(1), "app", Known.Numbered(2))));
        Assert.That(told.Id.Version, Is.EqualTo(7));
    }

    [Test]
    public async Task What_is_not_said_is_now_and_everywhere()
    {
        var told = await ToldAsync(Plain);
        Assert.That((told.Ts, told.Scope), Is.EqualTo((TestHost.Start.ToUnixTimeMilliseconds(), Scope.Everywhere)));
    }

    [Test]
    public async Task The_answer_shows_the_standing_at_the_outcomes_scope()
    {
        using var host = new TestHost();
        var evidence = new[] { Known.Evidence(3, 0, new Scope("pay")), Known.Evidence(0, 9, new Scope("mail")) };
        host.Memory.Setup(m => m.RecordOutcomeAsync(It.IsAny<OutcomeReport>(), null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Written<OutcomeReceipt>(new OutcomeReceipt(Known.Numbered(9), Known.Id, false, new OutcomeCounts(3, 9), evidence), Replayed: true));
        var written = await host.SendAsync(Plain with { Scope = new Scope("pay") });
        Assert.Multiple(() =>
        {
            Assert.That(written!.Replayed, Is.True);
            Assert.That((written.Value.Id, written.Value.FixId, written.Value.Counted), Is.EqualTo((Known.Numbered(9), Known.Id, false)));
            Assert.That((written.Value.Standing.Level, written.Value.Standing.Worked), Is.EqualTo((StandingLevel.Service, 3L)));
            Assert.That(written.Value.Outcomes, Is.EqualTo(new OutcomeCounts(3, 9)));
        });
    }

    [Test]
    public async Task An_outcome_of_no_fix_is_null()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.RecordOutcomeAsync(It.IsAny<OutcomeReport>(), null, It.IsAny<CancellationToken>())).ReturnsAsync((Written<OutcomeReceipt>?)null);
        Assert.That(await host.SendAsync(Plain), Is.Null);
    }

    [Test]
    public void A_rule_of_the_domain_is_passed_on()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.RecordOutcomeAsync(It.IsAny<OutcomeReport>(), null, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new DomainException(ProblemCodes.Erased, "gone"));
        Assert.That(() => host.SendAsync(Plain), Throws.InstanceOf<DomainException>().With.Property("Code").EqualTo("erased"));
    }

    private static async Task<OutcomeReport> ToldAsync(RecordOutcomeCommand command)
    {
        using var host = new TestHost();
        OutcomeReport? told = null;
        host.Memory.Setup(m => m.RecordOutcomeAsync(It.IsAny<OutcomeReport>(), null, It.IsAny<CancellationToken>()))
            .Callback<OutcomeReport, WriteKey?, CancellationToken>((outcome, _, _) => told = outcome)
            .ReturnsAsync(new Written<OutcomeReceipt>(new OutcomeReceipt(Known.Id, Known.Id, true, OutcomeCounts.None, [])));
        await host.SendAsync(command);
        return told!;
    }
}
