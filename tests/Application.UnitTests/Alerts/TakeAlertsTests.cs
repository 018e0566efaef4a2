using FluentValidation;
using Moq;
using ObsControlPlane.Application.Alerts;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.UnitTests.Fixes;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.UnitTests.Alerts;

public sealed class TakeAlertsTests
{
    private static AlertInput Alert(string name = "DiskFull", bool? isFiring = true, string? sender = "s1", string? host = "web-1:9100") => new(
        host is null ? new Dictionary<string, string> { ["alertname"] = name } : new Dictionary<string, string> { ["alertname"] = name, ["instance"] = host },
        null, "it is full", "very", null, isFiring, sender, 5, null);

    private static TakeAlertsCommand Command(params AlertInput[] alerts) => new("alertmanager", alerts, "{}", 2, 0, null, null);

    // Names of issues are words: numbers are masked.
    private static string Word(int number) => string.Concat(number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + (digit - '0'))));

    private static List<AlertBatch> Takes(TestHost host)
    {
        var taken = new List<AlertBatch>();
        host.Alerts.Setup(a => a.TakeAlertsAsync(It.IsAny<AlertBatch>(), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((AlertBatch batch, WriteKey? _, CancellationToken _) =>
            {
                taken.Add(batch);
                return new Written<AlertsReceipt>(new AlertsReceipt([.. batch.Signals.Select(signal =>
                    new AlertReceipt(signal.Id, signal.Fingerprint, signal.IsFiring ? AlertStatus.Firing : AlertStatus.Resolved, []))]));
            });
        host.Graph.Setup(g => g.GetRelatedAsync(It.IsAny<Domain.Issues.Fingerprint>(), It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        return taken;
    }

    [Test]
    public async Task An_alert_becomes_a_signal_of_its_labels_and_is_recalled_with_its_text()
    {
        using var host = new TestHost();
        var taken = Takes(host);
        var asked = new List<SearchQuery>();
        host.Finds(told: query => { lock (asked) asked.Add(query); });
        host.Holds();
        await host.SendAsync(Command(Alert()));

        var signal = taken.Single().Signals.Single();
        Assert.Multiple(() =>
        {
            Assert.That((signal.IssueText, signal.Text, signal.Scope), Is.EqualTo(("DiskFull", "DiskFull\nit is full\nvery", new Scope(Server: "web-1"))));
            Assert.That((signal.Source, signal.Sender, signal.IsFiring, signal.StartsAt, signal.ReceivedAt), Is.EqualTo(("alertmanager", "s1", true, (long?)5, host.Now)));
            Assert.That(asked.Select(query => query.Fingerprint), Is.All.EqualTo(signal.Fingerprint));
            Assert.That(asked.Select(query => query.Text), Is.All.EqualTo(signal.Text));
        });
    }

    [Test]
    public async Task A_sender_without_an_identity_is_told_apart_by_all_labels()
    {
        using var host = new TestHost();
        var taken = Takes(host);
        host.Finds();
        host.Holds();
        await host.SendAsync(Command(Alert(sender: null), Alert(sender: null), Alert(sender: null, host: "web-1:9101"), Alert(sender: new string('s', 201))));

        var senders = taken.Single().Signals.Select(signal => signal.Sender).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(senders[1], Is.EqualTo(senders[0]));
            Assert.That(senders.Distinct().Count(), Is.EqualTo(3));
            Assert.That(senders, Has.All.Length.LessThanOrEqualTo(200));
        });
    }

    [Test]
    public async Task A_bad_alert_is_refused_alone_and_counted_in_the_delivery()
    {
        using var host = new TestHost();
        var taken = Takes(host);
        host.Finds();
        host.Holds();
        var answer = await host.SendAsync(Command(Alert(isFiring: null), Alert(), Alert(" ", host: null), Alert() with { Problem = "must be a JSON object" }));

        Assert.Multiple(() =>
        {
            Assert.That(answer.Value.Refused.Select(refused => (refused.Index, refused.Problem.Errors.Single().Key)), Is.EqualTo(new[] { (0, "status"), (2, "labels"), (3, "alert") }));
            Assert.That(answer.Value.Episodes, Has.Count.EqualTo(1));
            Assert.That((taken.Single().Delivery.Received, taken.Single().Delivery.Refused), Is.EqualTo((4L, 3L)));
        });
    }

    [TestCase(262_144, true)]
    [TestCase(262_145, false)]
    public async Task A_body_is_kept_up_to_its_limit(long bytes, bool kept)
    {
        using var host = new TestHost();
        var taken = Takes(host);
        await host.SendAsync(Command() with { Bytes = bytes });

        Assert.That((taken.Single().Delivery.IsKept, taken.Single().Delivery.Body is not null), Is.EqualTo((kept, kept)));
    }

    [TestCase(10_000, true)]
    [TestCase(10_001, false)]
    public async Task More_alerts_than_a_body_may_hold_are_refused(int count, bool fits)
    {
        using var host = new TestHost();
        Takes(host);
        var command = Command([.. Enumerable.Repeat(Alert() with { Problem = "no" }, count)]);
        var sending = host.SendAsync(command);

        if (fits)
            await sending;
        else
            Assert.ThrowsAsync<ValidationException>(() => sending);
    }

    [Test]
    public async Task A_storm_costs_one_look_into_the_index_an_issue_and_a_few_whole_recalls()
    {
        using var host = new TestHost();
        Takes(host);
        host.Finds();
        host.Holds();
        var answer = await host.SendAsync(Command([.. Enumerable.Range(0, 500).Select(n => Alert(Word(n)))]));

        Assert.Multiple(() =>
        {
            Assert.That(answer.Value.Episodes, Has.Count.EqualTo(500));
            host.Search.Verify(s => s.FindExactAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>()), Times.Exactly(516));
            host.Search.Verify(s => s.FindWordsAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>()), Times.Exactly(16));
        });
    }

    [Test]
    public async Task A_proven_fix_of_exactly_the_issue_is_answered_without_a_recall_and_what_has_resolved_asks_nothing()
    {
        using var host = new TestHost();
        Takes(host);
        host.Finds(exact: [RecallScene.Facts(1, worked: 3)]);
        host.Holds(Known.Record(Known.Numbered(1), worked: 3));
        var answer = await host.SendAsync(Command(Alert(), Alert("Other", isFiring: false)));

        Assert.Multiple(() =>
        {
            Assert.That(answer.Value.Episodes.Select(alert => (alert.Verdict, Fix: alert.Fix?.Fix?.Fix.Id)), Is.EqualTo(new[] { (Verdict.Proven, Known.Numbered(1)), (Verdict.None, (Guid?)null) }));
            host.Search.Verify(s => s.FindExactAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>()), Times.Once);
            host.Search.Verify(s => s.FindWordsAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>()), Times.Never);
        });
    }

    [Test]
    public async Task A_search_that_fails_costs_the_fix_and_not_the_alert()
    {
        using var host = new TestHost();
        Takes(host);
        host.Search.Setup(s => s.FindExactAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).ThrowsAsync(RecallScene.Down("memory"));
        host.Search.Setup(s => s.FindWordsAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).ThrowsAsync(RecallScene.Down("memory"));
        host.Graph.Setup(g => g.GetRelatedAsync(It.IsAny<Domain.Issues.Fingerprint>(), It.IsAny<int>(), It.IsAny<CancellationToken>())).ThrowsAsync(RecallScene.Down("graph"));
        var answer = await host.SendAsync(Command(Alert()));

        Assert.That((answer.Value.Episodes.Single().Status, answer.Value.Episodes.Single().Verdict), Is.EqualTo((AlertStatus.Firing, Verdict.None)));
    }
}
