using Moq;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.UnitTests.Issues;

public sealed class IssueTests
{
    private const long Week = 7L * 24 * 60 * 60 * 1000;

    [Test]
    public async Task Patterns_are_read_for_the_days_before_now_and_as_many_before_them()
    {
        using var host = new TestHost();
        Patterns(host, []);
        var patterns = await host.SendAsync(new GetIssuePatternsQuery(7, 5));
        Assert.That((patterns.Days, patterns.Since, patterns.Patterns.Count), Is.EqualTo((7, host.Now - Week, 0)));
        host.Memory.Verify(m => m.GetPatternsAsync(host.Now - Week, host.Now - (2 * Week), host.Now, 5, It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task A_pattern_sums_the_outcomes_of_its_fixes_and_names_the_best()
    {
        using var host = new TestHost();
        var (good, untried, bad) = (Known.Record(Known.Numbered(3), worked: 5), Known.Record(Known.Numbered(1)), Known.Record(Known.Numbered(2), worked: 1, failed: 9));
        var replaced = Known.Record(Known.Numbered(0), worked: 90);
        Patterns(host, [untried, bad, good, replaced with { Fix = replaced.Fix with { SupersededBy = Known.Numbered(3) } }]);
        var pattern = (await host.SendAsync(new GetIssuePatternsQuery(7, 5))).Patterns.Single();
        Assert.Multiple(() =>
        {
            Assert.That((pattern.Worked, pattern.Failed, pattern.Rate), Is.EqualTo((96L, 9L, 96.0 / 105)));
            Assert.That(pattern.BestFixId, Is.EqualTo(Known.Numbered(3)));
        });
    }

    [Test]
    public async Task What_failed_is_never_the_best()
    {
        using var host = new TestHost();
        Patterns(host, [Known.Record(failed: 1)]);
        Assert.That((await host.SendAsync(new GetIssuePatternsQuery(7, 5))).Patterns.Single().BestFixId, Is.Null);
    }

    [Test]
    public async Task An_occurrence_reaches_the_record()
    {
        using var host = new TestHost();
        var fingerprint = Issue.FromText("disk full").Fingerprint;
        var key = new WriteKey("k", 0, "d");
        Occurrence? told = null;
        var receipt = new Written<OccurrenceReceipt>(new OccurrenceReceipt(fingerprint, Known.Id, true, []));
        host.Memory.Setup(m => m.RecordOccurrenceAsync(It.IsAny<Occurrence>(), key, It.IsAny<CancellationToken>()))
            .Callback<Occurrence, WriteKey?, CancellationToken>((seen, _, _) => told = seen).ReturnsAsync(receipt);
        Assert.That(await host.SendAsync(new ReportOccurrenceCommand(fingerprint.Value, "disk full", new Scope("pay"), null, "probe", key)), Is.EqualTo(receipt));
        Assert.That(told, Is.EqualTo(new Occurrence(told!.Id, fingerprint, "disk full", new Scope("pay"), host.Now, "probe")));
    }

    [Test]
    public async Task A_fingerprint_is_shown_with_what_it_is_the_hash_of()
    {
        using var host = new TestHost();
        var view = await host.SendAsync(new GetFingerprintQuery("Disk full on web-2", null));
        var issue = Issue.FromText("Disk full on web-2");
        Assert.That(view, Is.EqualTo(new FingerprintView(issue.Fingerprint.Value, issue.Masked, 1)));
    }

    [Test]
    public async Task An_alert_is_told_by_its_labels()
    {
        using var host = new TestHost();
        var labels = new Dictionary<string, string> { ["alertname"] = "DiskFull", ["severity"] = "critical" };
        Assert.That((await host.SendAsync(new GetFingerprintQuery(null, labels))).Fingerprint, Is.EqualTo(Issue.FromLabels(labels).Fingerprint.Value));
    }

    private static void Patterns(TestHost host, FixWithEvidence[] fixes) => host.Memory
        .Setup(m => m.GetPatternsAsync(It.IsAny<long>(), It.IsAny<long>(), It.IsAny<long>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
        .ReturnsAsync(fixes.Length == 0 ? [] : [new IssuePattern(Issue.FromText("disk full").Fingerprint, "disk full", 4, 2, 1, 9, ["web"], ["bot"], fixes)]);
}
