using Moq;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.UnitTests.Fixes;

public sealed class ReadingFixesTests
{
    private static readonly StoreUnavailableException Down = new("memory", "list fixes", transient: true);

    [Test]
    public async Task A_fix_is_shown_with_its_standing_where_it_was_done()
    {
        using var host = new TestHost();
        var fix = Known.Fix(scope: new Scope("pay"));
        host.Memory.Setup(m => m.GetFixAsync(Known.Id, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new FixRecord(fix, [Known.Evidence(2, 0, new Scope("pay"))], [], []));
        var found = await host.SendAsync(new GetFixQuery(Known.Id));
        Assert.That((found!.View.Fix, found.View.Standing.Level, found.View.Standing.Worked), Is.EqualTo((fix, StandingLevel.Service, 2L)));
    }

    [Test]
    public async Task A_fix_that_is_not_there_is_null()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.GetFixAsync(Known.Id, It.IsAny<CancellationToken>())).ReturnsAsync((FixRecord?)null);
        Assert.That(await host.SendAsync(new GetFixQuery(Known.Id)), Is.Null);
    }

    [TestCase(3, true)]
    [TestCase(2, false)]
    public async Task A_page_goes_on_only_where_there_is_more(int stored, bool more)
    {
        using var host = new TestHost();
        var records = Enumerable.Range(1, stored).Select(i => Known.Record(Known.Numbered(i), ts: 100 - i)).ToList();
        host.Memory.Setup(m => m.ListFixesAsync(It.Is<FixListQuery>(q => q.Limit == 3), It.IsAny<CancellationToken>())).ReturnsAsync(records);
        var page = await host.SendAsync(new GetRecentFixesQuery(2));
        Assert.That(page.Fixes.Select(view => view.Fix.Id), Is.EqualTo([Known.Numbered(1), Known.Numbered(2)]));
        Assert.That(page.Next, Is.EqualTo(more ? new ListPosition(98, Known.Numbered(2)) : null));
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public async Task A_page_of_the_record_is_complete_unless_the_journal_holds_writes(long lag, bool complete)
    {
        using var host = new TestHost();
        host.Lag.Setup(l => l.Read()).Returns(new StoreLag(lag, 0));
        host.Memory.Setup(m => m.ListFixesAsync(It.IsAny<FixListQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        var page = await host.SendAsync(new GetRecentFixesQuery(2));
        Assert.That((page.Source, page.Complete), Is.EqualTo(("memory", complete)));
    }

    [Test]
    public async Task The_graph_stands_in_for_a_record_that_is_down()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.ListFixesAsync(It.IsAny<FixListQuery>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down);
        host.Graph.Setup(g => g.GetRecentAsync(2, It.IsAny<CancellationToken>())).ReturnsAsync([Known.Record(Known.Numbered(2)), Known.Record(Known.Numbered(1))]);
        var page = await host.SendAsync(new GetRecentFixesQuery(2));
        Assert.That(page.Fixes.Select(view => view.Fix.Id), Is.EqualTo([Known.Numbered(2), Known.Numbered(1)]));
        Assert.That((page.Next, page.Source, page.Complete), Is.EqualTo(((ListPosition?)null, "graph", false)));
    }

    [Test]
    public void The_graph_stands_in_for_nothing_that_it_cannot_filter_and_no_later_page()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.ListFixesAsync(It.IsAny<FixListQuery>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down);
        host.Graph.Setup(g => g.GetRecentAsync(It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        foreach (var query in new[] { new GetRecentFixesQuery(2, new ListPosition(5, Known.Id)), new GetRecentFixesQuery(2, Agent: "bot"), new GetRecentFixesQuery(2, Since: 1) })
            Assert.That(() => host.SendAsync(query), Throws.InstanceOf<StoreUnavailableException>(), query.ToString());
    }

    [Test]
    public void Without_record_and_graph_the_record_is_named()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.ListFixesAsync(It.IsAny<FixListQuery>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down);
        host.Graph.Setup(g => g.GetRecentAsync(2, It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException("graph", "read", transient: true));
        Assert.That(() => host.SendAsync(new GetRecentFixesQuery(2)), Throws.InstanceOf<StoreUnavailableException>().With.Property("Store").EqualTo("memory"));
    }

    [TestCase("true", SuccessState.Worked)]
    [TestCase("false", SuccessState.Failed)]
    [TestCase("unknown", SuccessState.Unknown)]
    [TestCase(null, null)]
    public async Task Every_filter_reaches_the_record(string? word, SuccessState? state)
    {
        using var host = new TestHost();
        var fingerprint = Issue.FromText("disk full").Fingerprint;
        var after = new ListPosition(5, Known.Id);
        host.Memory.Setup(m => m.ListFixesAsync(new FixListQuery(21, after, state, "bot", "web", "pay", 7, fingerprint), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        var page = await host.SendAsync(new GetRecentFixesQuery(20, after, word, "bot", "web", "pay", 7, fingerprint.Value));
        Assert.That((page.Fixes.Count, page.Next), Is.EqualTo((0, (ListPosition?)null)));
    }

    [Test]
    public async Task Similar_issues_come_as_the_record_orders_them()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.FindSimilarAsync("disk", 5, It.IsAny<CancellationToken>()))
            .ReturnsAsync([Known.Record(Known.Numbered(2)), Known.Record(Known.Numbered(1))]);
        var found = await host.SendAsync(new FindSimilarIssuesQuery("disk", 5));
        Assert.That(found.Select(view => view.Fix.Id), Is.EqualTo([Known.Numbered(2), Known.Numbered(1)]));
    }

    [Test]
    public async Task A_success_rate_counts_outcomes_and_says_how_sure_it_is()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.CountSuccessAsync("disk", It.IsAny<CancellationToken>())).ReturnsAsync(new SuccessCounts(9, 3, 1, 6));
        var rate = await host.SendAsync(new GetFixSuccessRateQuery("disk"));
        var (low, high) = new BetaDistribution(4, 2).Interval(.95);
        Assert.That(rate, Is.EqualTo(new SuccessRate("disk", .75, 9, 3, 1, 6, new RateInterval(low, high, .95))));
    }

    [Test]
    public async Task Without_outcomes_there_is_no_rate()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.CountSuccessAsync(null, It.IsAny<CancellationToken>())).ReturnsAsync(new SuccessCounts(4, 0, 0, 4));
        Assert.That(await host.SendAsync(new GetFixSuccessRateQuery(null)), Is.EqualTo(new SuccessRate(null, null, 4, 0, 0, 4, null)));
    }

    [Test]
    public async Task Correcting_shows_the_fix_as_it_is_then()
    {
        using var host = new TestHost();
        FixCorrection? asked = null;
        var successor = Known.Fix(Known.Numbered(7)) with { Supersedes = Known.Id };
        host.Memory.Setup(m => m.CorrectFixAsync(It.IsAny<FixCorrection>(), It.IsAny<CancellationToken>()))
            .Callback<FixCorrection, CancellationToken>((correction, _) => asked = correction).ReturnsAsync(successor);
        host.Memory.Setup(m => m.GetFixAsync(Known.Numbered(7), It.IsAny<CancellationToken>())).ReturnsAsync(new FixRecord(successor, [], [], []));
        var view = await host.SendAsync(new CorrectFixCommand(Known.Id, 3, "reboot", ["b", "b"], new Metadata("{}"), new Scope("pay")));
        Assert.Multiple(() =>
        {
            Assert.That(view!.Fix, Is.EqualTo(successor));
            Assert.That(asked, Is.EqualTo(new FixCorrection(
                Known.Id, 3, "reboot", asked!.Tags, new Metadata("{}"), new Scope("pay"), asked.SuccessorId, host.Now)));
            Assert.That(asked.Tags, Is.EqualTo(["b"]));
            Assert.That(asked.SuccessorId.Version, Is.EqualTo(7));
        });
    }

    [Test]
    public async Task Correcting_what_is_not_there_is_null()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.CorrectFixAsync(It.IsAny<FixCorrection>(), It.IsAny<CancellationToken>())).ReturnsAsync((Fix?)null);
        Assert.That(await host.SendAsync(new CorrectFixCommand(Known.Id, 3, null, null, null, null)), Is.Null);
    }

    [TestCase(RecordKind.Fix)]
    [TestCase(RecordKind.Memory)]
    public async Task Erasing_reaches_the_record_of_its_kind(RecordKind kind)
    {
        using var host = new TestHost();
        var receipt = new ErasedReceipt(Known.Id, false, true, true, true, "gone");
        host.Memory.Setup(m => m.EraseAsync(kind, Known.Id, host.Now, It.IsAny<CancellationToken>())).ReturnsAsync(receipt);
        var erased = kind == RecordKind.Fix ? await host.SendAsync(new EraseFixCommand(Known.Id)) : await host.SendAsync(new Memories.EraseMemoryCommand(Known.Id));
        Assert.That(erased, Is.EqualTo(receipt));
    }
}
