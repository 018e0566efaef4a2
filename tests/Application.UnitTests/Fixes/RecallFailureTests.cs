using Moq;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;
using static ObsControlPlane.Application.UnitTests.Fixes.RecallScene;

namespace ObsControlPlane.Application.UnitTests.Fixes;

/// <summary>What an answer says of sources that are down, slow or not ready.</summary>
public sealed class RecallFailureTests
{
    [Test]
    public async Task A_graph_that_is_down_is_named_and_makes_the_answer_incomplete()
    {
        using var host = new TestHost();
        host.Finds(exact: [Facts(1)]);
        host.Holds(Known.Record(Known.Numbered(1)));
        host.Graph.Setup(g => g.GetRelatedAsync(DiskFull, 100, It.IsAny<CancellationToken>())).ThrowsAsync(Down("graph"));
        var answer = await host.SendAsync(new RecallQuery("issue:disk full"));
        Assert.That((answer.Results.Count, answer.Complete, answer.Sources[2].Status), Is.EqualTo((1, false, "down")));
    }

    [Test]
    public async Task When_the_record_is_down_the_graph_still_says_what_is_related()
    {
        using var host = new TestHost();
        RecordIsDown(host);
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down("memory"));
        host.Graph.Setup(g => g.GetFixesAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        host.Connects(Related(Known.Record(Known.Numbered(9), worked: 1), 2));
        var answer = await host.SendAsync(new RecallQuery("issue:disk full", Explain: true));
        Assert.Multiple(() =>
        {
            Assert.That((answer.Verdict, answer.Results.Count, answer.Complete, answer.Related.Count), Is.EqualTo((Verdict.None, 0, false, 1)));
            Assert.That(answer.Sources[0], Is.EqualTo(new SourceState("memory", "down", null)));
            Assert.That(answer.Explanation!.Tiers.Select(tier => tier.Ran), Is.EqualTo([false, false, false, true]));
        });
    }

    [Test]
    public void When_everything_is_down_there_is_no_answer()
    {
        using var host = new TestHost();
        RecordIsDown(host);
        host.Graph.Setup(g => g.GetRelatedAsync(DiskFull, 100, It.IsAny<CancellationToken>())).ThrowsAsync(Down("graph"));
        Assert.That(() => host.SendAsync(new RecallQuery("issue:disk full")), Throws.InstanceOf<StoreUnavailableException>().With.Property("Store").EqualTo("memory"));
    }

    [Test]
    public async Task A_budget_in_which_nobody_can_answer_gives_an_empty_answer_that_says_so()
    {
        using var host = new TestHost();
        var asked = new CountdownEvent(2);
        host.Search.Setup(s => s.FindExactAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).Callback(() => asked.Signal()).Returns(new TaskCompletionSource<ExactLeg>().Task);
        host.Search.Setup(s => s.FindWordsAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).Callback(() => asked.Signal()).Returns(new TaskCompletionSource<WordLeg>().Task);
        host.Memory.Setup(m => m.GetMemoriesAsync(It.IsAny<string>(), It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        var answering = host.SendAsync(new RecallQuery("disk full", BudgetMilliseconds: 1));
        Assert.That(await Task.Run(() => asked.Wait(TimeSpan.FromSeconds(30))), Is.True);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await answering;
        Assert.That((answer.Verdict, answer.Results.Count, answer.Complete, answer.Sources[0].Status), Is.EqualTo((Verdict.None, 0, false, "timeout")));
    }

    [TestCase(150, 120)]
    [TestCase(null, 560)]
    public async Task A_source_that_is_too_slow_is_left_behind_even_if_it_does_not_listen(int? budget, int deadline)
    {
        using var host = new TestHost(new Dictionary<string, string?> { ["Recall:BudgetMilliseconds"] = "700" });
        var asked = new TaskCompletionSource<CancellationToken>();
        var never = new TaskCompletionSource<IReadOnlyList<RelatedFix>>();
        host.Finds(exact: [Facts(1)]);
        host.Holds(Known.Record(Known.Numbered(1)));
        host.Graph.Setup(g => g.GetRelatedAsync(DiskFull, 100, It.IsAny<CancellationToken>()))
            .Callback<Fingerprint, int, CancellationToken>((_, _, ct) => asked.SetResult(ct)).Returns(never.Task);
        var answering = host.SendAsync(new RecallQuery("issue:disk full", BudgetMilliseconds: budget));
        var token = await asked.Task;
        host.Clock.Advance(TimeSpan.FromMilliseconds(deadline - 1));
        Assert.That((answering.IsCompleted, token.IsCancellationRequested), Is.EqualTo((false, false)));
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await answering;
        Assert.Multiple(() =>
        {
            Assert.That((answer.Results.Count, answer.Complete, answer.Sources[2].Status), Is.EqualTo((1, false, "timeout")));
            Assert.That(token.IsCancellationRequested, Is.True);
        });
    }

    [Test]
    public async Task An_index_that_is_loading_is_told_and_misses_nothing()
    {
        using var host = new TestHost();
        host.Search.Setup(s => s.IsLoading).Returns(true);
        host.Finds(words: [(1, 9)]);
        host.Holds(Known.Record(Known.Numbered(1)));
        host.Connects();
        var answer = await host.SendAsync(new RecallQuery("issue:disk full"));
        Assert.That((answer.Results.Count, answer.Complete, answer.Sources[0].Status), Is.EqualTo((1, true, "loading")));
    }

    [TestCase(1_200, 0, 0, 0, 1_200)]
    [TestCase(0, 900, 0, 0, 900)]
    [TestCase(0, 0, 700, 0, 700)]
    [TestCase(5, 900, 0, 0, 900)]
    public async Task What_was_searched_behind_the_record_is_stale_by_the_oldest_of_it(long exact, long words, long record, long graph, long expected)
    {
        using var host = new TestHost();
        host.Finds();
        host.Search.Setup(s => s.FindExactAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(new ExactLeg([new LegHit(Facts(1), 1)], exact));
        host.Search.Setup(s => s.FindWordsAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(new WordLeg([], 1, words));
        host.Lag.Setup(lag => lag.Read()).Returns(new StoreLag(record, graph));
        host.Holds(Known.Record(Known.Numbered(1)));
        host.Connects();
        var answer = await host.SendAsync(new RecallQuery("issue:disk full"));
        Assert.That((answer.Results.Count, answer.Complete, answer.Sources[0]), Is.EqualTo((1, false, new SourceState("memory", "stale", expected))));
    }

    [TestCase(2_000, "ok")]
    [TestCase(2_001, "stale")]
    public async Task A_graph_that_follows_within_moments_is_current(long lag, string expected)
    {
        using var host = new TestHost();
        host.Finds(exact: [Facts(1)]);
        host.Holds(Known.Record(Known.Numbered(1)));
        host.Connects();
        host.Lag.Setup(l => l.Read()).Returns(new StoreLag(0, lag));
        var answer = await host.SendAsync(new RecallQuery("issue:disk full"));
        Assert.That((answer.Sources[2], answer.Complete), Is.EqualTo((new SourceState("graph", expected, lag), expected == "ok")));
    }

    [TestCase("issue:disk full")]
    [TestCase("disk full")]
    public async Task While_the_record_is_away_what_is_in_memory_is_searched_and_the_graphs_copies_are_shown(string key)
    {
        using var host = new TestHost();
        host.Finds();
        host.Search.Setup(s => s.FindWordsAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(new WordLeg([new LegHit(Facts(1), Ceiling)], Ceiling, 800));
        host.Connects();
        host.Memory.Setup(m => m.GetMemoriesAsync(It.IsAny<string>(), It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down("memory"));
        host.Graph.Setup(g => g.GetFixesAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ReturnsAsync([Known.Record(Known.Numbered(1))]);
        var answer = await host.SendAsync(new RecallQuery(key));
        Assert.That((Ids(answer.Results), answer.Complete, answer.Sources[0]), Is.EqualTo((new[] { 1 }, false, new SourceState("memory", "stale", 800))));
    }

    [Test]
    public async Task When_the_records_found_cannot_be_read_nothing_is_claimed_of_them()
    {
        using var host = new TestHost();
        host.Finds(exact: [Facts(1, worked: 3)]);
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down("memory"));
        host.Graph.Setup(g => g.GetFixesAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down("graph"));
        host.Connects(Related(Known.Record(Known.Numbered(9), worked: 1), 2));
        var answer = await host.SendAsync(new RecallQuery("issue:disk full"));
        Assert.That(
            (answer.Verdict, answer.Results.Count, answer.Complete, answer.Sources[0].Status, answer.Related.Count), Is.EqualTo((Verdict.None, 0, false, "down", 1)));
    }

    [Test]
    public async Task While_the_record_is_away_the_graphs_copies_are_shown_and_the_answer_says_so()
    {
        using var host = new TestHost();
        host.Finds(exact: [Facts(1, worked: 3), Facts(2)]);
        host.Connects();
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down("memory"));
        host.Graph.Setup(g => g.GetFixesAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ReturnsAsync([Known.Record(Known.Numbered(2))]);
        var answer = await host.SendAsync(new RecallQuery("issue:disk full"));

        Assert.That(Ids(answer.Results), Is.EqualTo(new[] { 2 }));
        Assert.That((answer.Verdict, answer.Complete, answer.Sources[0].Status), Is.EqualTo((Verdict.Unproven, false, "down")), "the proven one is not shown");
    }

    [Test]
    public async Task Copies_are_fetched_while_a_record_that_stands_still_is_waited_for()
    {
        using var host = new TestHost();
        var asked = new TaskCompletionSource();
        host.Finds(exact: [Facts(1)]);
        host.Connects();
        host.Lag.Setup(l => l.Read()).Returns(new StoreLag(5_000, 0));
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource<IReadOnlyList<StoredRecord>>().Task);
        host.Graph.Setup(g => g.GetFixesAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>()))
            .Callback(asked.SetResult).ReturnsAsync([Known.Record(Known.Numbered(1))]);
        var answering = host.SendAsync(new RecallQuery("issue:disk full", BudgetMilliseconds: 200));
        await asked.Task;
        host.Clock.Advance(TimeSpan.FromMilliseconds(100));
        var answer = await answering;
        Assert.That((answer.Results.Count, answer.Complete, answer.Sources[0]), Is.EqualTo((1, false, new SourceState("memory", "stale", 5_000))));
    }

    [Test]
    public async Task A_graph_too_slow_to_say_what_is_related_is_still_asked_for_copies()
    {
        using var host = new TestHost();
        var asked = new TaskCompletionSource();
        host.Finds(exact: [Facts(1)]);
        host.Graph.Setup(g => g.GetRelatedAsync(DiskFull, 100, It.IsAny<CancellationToken>()))
            .Callback(asked.SetResult).Returns(new TaskCompletionSource<IReadOnlyList<RelatedFix>>().Task);
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down("memory"));
        host.Graph.Setup(g => g.GetFixesAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ReturnsAsync([Known.Record(Known.Numbered(1))]);
        var answering = host.SendAsync(new RecallQuery("issue:disk full", BudgetMilliseconds: 200));
        await asked.Task;
        host.Clock.Advance(TimeSpan.FromMilliseconds(160));
        var answer = await answering;
        Assert.That((answer.Results.Count, answer.Complete, answer.Sources[2].Status), Is.EqualTo((1, false, "timeout")));
    }

    [Test]
    public async Task Without_anything_to_show_a_record_that_is_down_is_named_and_not_asked_again()
    {
        using var host = new TestHost();
        RecordIsDown(host);
        host.Connects();
        var answer = await host.SendAsync(new RecallQuery("issue:disk full"));
        Assert.That((answer.Verdict, answer.Complete, answer.Sources[0].Status, answer.Sources[2].Status), Is.EqualTo((Verdict.None, false, "down", "ok")));
    }

    [Test]
    public async Task Records_that_are_read_too_slowly_are_left_behind_at_the_budget()
    {
        using var host = new TestHost();
        var asked = new TaskCompletionSource();
        host.Finds(exact: [Facts(1, worked: 3)]);
        host.Connects();
        host.Graph.Setup(g => g.GetFixesAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);
        host.Memory.Setup(m => m.GetManyAsync(It.IsAny<IReadOnlyList<Guid>>(), It.IsAny<CancellationToken>()))
            .Callback(asked.SetResult).Returns(new TaskCompletionSource<IReadOnlyList<StoredRecord>>().Task);
        var answering = host.SendAsync(new RecallQuery("issue:disk full", BudgetMilliseconds: 200));
        await asked.Task;
        host.Clock.Advance(TimeSpan.FromMilliseconds(200));
        var answer = await answering;
        Assert.That((answer.Verdict, answer.Results.Count, answer.Complete, answer.Sources[0].Status), Is.EqualTo((Verdict.None, 0, false, "timeout")));
    }

    [Test]
    public void A_mistake_of_ours_is_not_taken_for_a_store_that_is_down()
    {
        using var host = new TestHost();
        host.Finds();
        host.Holds();
        host.Graph.Setup(g => g.GetRelatedAsync(DiskFull, 100, It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("bug"));
        Assert.That(() => host.SendAsync(new RecallQuery("issue:disk full")), Throws.InvalidOperationException);
    }

    private static void RecordIsDown(TestHost host)
    {
        host.Search.Setup(s => s.FindExactAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down("memory"));
        host.Search.Setup(s => s.FindWordsAsync(It.IsAny<SearchQuery>(), It.IsAny<CancellationToken>())).ThrowsAsync(Down("memory"));
    }
}
