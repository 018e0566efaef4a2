using System.Collections.Concurrent;
using CsCheck;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;
using static ObsControlPlane.Application.UnitTests.Fixes.RecallScene;

namespace ObsControlPlane.Application.UnitTests.Fixes;

public sealed class RecallTests
{
    [Test]
    public async Task An_issue_is_asked_of_record_and_graph_and_answered_with_the_proven_fix()
    {
        using var host = new TestHost();
        host.Finds(exact: [Facts(1, worked: 3)], words: [(1, 8), (2, 5), (3, 1)]);
        host.Holds(Known.Record(Known.Numbered(1), worked: 3), Known.Record(Known.Numbered(2)), Known.Record(Known.Numbered(3)), Known.Record(Known.Numbered(9)));
        host.Connects(Related(Known.Record(Known.Numbered(9), worked: 1, issue: "other"), 2), Related(Known.Record(Known.Numbered(2), worked: 1), 5));
        var answer = await host.SendAsync(new RecallQuery("issue:disk full", Candidates: true));
        Assert.Multiple(() =>
        {
            Assert.That(answer.RecallId.Version, Is.EqualTo(7));
            Assert.That((answer.Query, answer.Verdict, answer.Complete), Is.EqualTo(("issue:disk full", Verdict.Proven, true)));
            Assert.That(Ids(answer.Results), Is.EqualTo([1, 2]));
            Assert.That(Ids(answer.Candidates), Is.EqualTo([3]));
            Assert.That(Ids(answer.Related), Is.EqualTo([9]));
            Assert.That(answer.Related[0].Path.Select(step => step.Kind), Is.EqualTo(["issue", "fix"]));
            Assert.That(answer.Related[0].Sources, Is.EqualTo(["graph"]));
            Assert.That(answer.Sources, Is.EqualTo([new SourceState("memory", "ok", 0), new SourceState("vectors", "off", null), new SourceState("graph", "ok", 0)]));
            Assert.That(answer.Results[0].Signals, Is.Empty);
            Assert.That(answer.Explanation, Is.Null);
        });
    }

    [Test]
    public async Task Nothing_is_written_on_the_read_path()
    {
        // The mocks are strict: any call but the reads set up here would fail.
        using var host = new TestHost();
        host.Finds();
        host.Holds();
        host.Connects();
        var answer = await host.SendAsync(new RecallQuery("issue:disk full"));
        Assert.That((answer.Verdict, answer.Results.Count, answer.Complete), Is.EqualTo((Verdict.None, 0, true)));
    }

    [Test]
    public async Task The_query_reaches_the_search_as_it_was_asked()
    {
        using var host = new TestHost();
        SearchQuery? asked = null;
        host.Finds(told: query => asked = query);
        host.Holds();
        host.Connects();
        var filter = new RecallFilter("pay", "web", "prod", "7", "bot", "fix", "storage");
        await host.SendAsync(new RecallQuery("issue:disk full", 3, new Scope("other"), filter, 99, [Known.Id.ToString()]));
        Assert.Multiple(() =>
        {
            Assert.That(asked! with { Depth = 200 }, Is.EqualTo(new SearchQuery(
                DiskFull, "disk full", SearchKinds.Fixes, 200, new SearchFilter(new Scope("pay", "web", "prod", "7"), "bot", RecordKind.Fix, "storage"), 99, asked.Exclude)));
            Assert.That(asked.Exclude, Is.EqualTo([Known.Id]));
        });
    }

    [Test]
    public async Task Of_the_issue_itself_every_alternative_is_looked_at_however_many_are_newer()
    {
        using var host = new TestHost();
        var depths = new ConcurrentBag<int>();
        host.Finds(told: query => depths.Add(query.Depth));
        host.Holds();
        host.Connects();
        await host.SendAsync(new RecallQuery("issue:disk full"));
        Assert.That(depths, Is.EquivalentTo(new[] { 200, 10_000 }));
    }

    [Test]
    public async Task Any_other_key_asks_the_record_alone_and_its_own_entries_come_first()
    {
        using var host = new TestHost();
        SearchQuery? asked = null;
        host.Finds(words: [(1, 9), (5, 8)], told: query => asked = query);
        host.Holds([Known.Record(Known.Numbered(1), worked: 9)], [Entry(5, ts: 50), Entry(4, ts: 40)]);
        var answer = await host.SendAsync(new RecallQuery("runbook"));
        Assert.Multiple(() =>
        {
            Assert.That(answer.Results.Select(hit => hit.Memory?.Id ?? hit.Fix!.Fix.Id), Is.EqualTo([Known.Numbered(5), Known.Numbered(4), Known.Numbered(1)]));
            Assert.That((asked!.Fingerprint, asked.Kinds), Is.EqualTo(((Fingerprint?)null, SearchKinds.FixesAndMemories)));
            Assert.That(answer.Complete, Is.True);
            Assert.That(answer.Sources[2].Status, Is.EqualTo("off"));
        });
    }

    [TestCase("Issue:disk full")]
    [TestCase(" \tISSUE:disk full")]
    public async Task An_issue_is_asked_about_however_its_prefix_is_written(string key)
    {
        using var host = new TestHost();
        SearchQuery? asked = null;
        host.Finds(told: query => asked = query);
        host.Holds();
        host.Connects();
        var answer = await host.SendAsync(new RecallQuery(key));
        Assert.That((asked!.Fingerprint, asked.Text, asked.Kinds, answer.Query), Is.EqualTo(((Fingerprint?)DiskFull, "disk full", SearchKinds.Fixes, key)));
    }

    [TestCase(null, null, null, null, null, true)]
    [TestCase("fix", null, null, null, null, false)]
    [TestCase("memory", null, null, null, null, true)]
    [TestCase(null, "tag", null, null, null, false)]
    [TestCase(null, null, "other", null, null, false)]
    [TestCase(null, null, "pay", null, null, true)]
    [TestCase(null, null, null, "other", null, false)]
    [TestCase(null, null, null, null, 50L, false)]
    [TestCase(null, null, null, null, 51L, true)]
    public async Task Restrictions_hold_for_the_entries_of_the_key_too(string? kind, string? tag, string? service, string? agent, long? before, bool found)
    {
        using var host = new TestHost();
        host.Finds();
        host.Holds([], [Entry(5, ts: 50) with { Scope = new Scope("pay") }]);
        var answer = await host.SendAsync(new RecallQuery("runbook", Filter: new RecallFilter(Service: service, Agent: agent, Kind: kind, Tag: tag), Before: before));
        Assert.That(answer.Results, Has.Count.EqualTo(found ? 1 : 0));
    }

    [Test]
    public async Task The_scope_asked_about_decides_the_standing()
    {
        using var host = new TestHost();
        var record = new FixWithEvidence(Known.Fix(Known.Numbered(1)), [Known.Evidence(5, 0, new Scope("mail")), Known.Evidence(1, 6, new Scope("pay"))]);
        host.Finds(exact: [Facts(record)]);
        host.Holds(record);
        host.Connects();
        var answer = await host.SendAsync(new RecallQuery("issue:disk full", Scope: new Scope("pay")));
        Assert.Multiple(() =>
        {
            Assert.That(answer.Avoid.Single().Fix!.Standing.Level, Is.EqualTo(StandingLevel.Service));
            Assert.That(answer.Verdict, Is.EqualTo(Verdict.None));
        });
    }

    [Test]
    public async Task Restrictions_hold_for_what_the_graph_connects_too()
    {
        using var host = new TestHost();
        host.Finds();
        host.Holds(Known.Record(Known.Numbered(1), worked: 1), Known.Record(Known.Numbered(2)), Known.Record(Known.Numbered(3)));
        host.Connects(
            Related(Known.Record(Known.Numbered(1), worked: 1, scope: new Scope("pay")), 1), Related(Known.Record(Known.Numbered(2), worked: 1), 1),
            Related(Known.Record(Known.Numbered(3), worked: 1, scope: new Scope("pay")), 1));
        var answer = await host.SendAsync(new RecallQuery("issue:disk full", Filter: new RecallFilter("pay"), Exclude: [Known.Numbered(3).ToString()]));
        Assert.That(Ids(answer.Related), Is.EqualTo([1]));
    }

    [Test]
    public async Task What_the_record_no_longer_has_is_not_shown_from_the_graph()
    {
        using var host = new TestHost();
        host.Finds();
        host.Holds(Known.Record(Known.Numbered(1), worked: 1));
        host.Connects(Related(Known.Record(Known.Numbered(1)), 1), Related(Known.Record(Known.Numbered(2), worked: 1), 1));
        Assert.That(Ids((await host.SendAsync(new RecallQuery("issue:disk full"))).Related), Is.EqualTo([1]));
    }

    [Test]
    public async Task A_smaller_limit_is_the_head_of_a_larger_one_in_every_list() => await
        Gen.Select(Gen.Int[1, 30].Array[0, 30], Gen.Int[0, 3].Array[30], Gen.Int[1, 12], Gen.Int[1, 12], Gen.Bool).SampleAsync(async (found, kinds, one, other, candidates) =>
    {
        using var host = new TestHost();
        FixWithEvidence[] fixes = [.. kinds.Select((kind, i) => Known.Record(Known.Numbered(i + 1), worked: kind == 1 ? 2 : 0, failed: kind == 2 ? 2 : 0))];
        host.Finds(exact: [.. fixes.Where((_, i) => kinds[i] is 1 or 2).Select(Facts)], words: [.. found.Distinct().Select((id, i) => (id, 9.0 / (i + 1)))]);
        host.Holds(fixes);
        host.Connects([.. fixes.Select((fix, i) => Related(fix, 1 + (i % 7)))]);
        var small = await host.SendAsync(new RecallQuery("issue:disk full", Math.Min(one, other), Candidates: candidates));
        var large = await host.SendAsync(new RecallQuery("issue:disk full", Math.Max(one, other), Candidates: candidates));
        int[] answers = [.. Ids(small.Results), .. Ids(small.Candidates)];
        Assert.That(answers, Is.EqualTo(Ids([.. large.Results, .. large.Candidates]).Take(answers.Length)));
        Assert.That(Ids(small.Avoid), Is.EqualTo(Ids(large.Avoid).Take(Math.Min(one, other))));
        Assert.That(Ids(small.Related), Is.EqualTo(Ids(large.Related).Take(Math.Min(one, other))));
    });

    [Test]
    public async Task An_explanation_says_what_ran_and_why_the_second_lost()
    {
        using var host = new TestHost();
        host.Finds(words: [(1, 8), (2, 5)]);
        host.Holds(Known.Record(Known.Numbered(1)), Known.Record(Known.Numbered(2)));
        host.Connects();
        var answer = await host.SendAsync(new RecallQuery("issue:disk full", Explain: true));
        Assert.Multiple(() =>
        {
            Assert.That(answer.Results[0].Signals.Sum(signal => signal.Contribution), Is.EqualTo(answer.Results[0].Score).Within(1e-6));
            Assert.That(answer.Explanation!.Tiers.Select(tier => (tier.Name, tier.Ran)), Is.EqualTo([("fingerprint", true), ("words", true), ("vectors", false), ("graph", true)]));
            Assert.That(answer.Explanation.Threshold, Is.EqualTo(.35));
            Assert.That(answer.Explanation.RunnerUp!.Id, Is.EqualTo(Known.Numbered(2)));
        });
    }

    [TestCase(2)]
    [TestCase(1)]
    public async Task A_runner_up_is_one_that_is_shown(int erased)
    {
        using var host = new TestHost();
        int[] left = [.. new[] { 1, 2, 3 }.Where(id => id != erased)];
        host.Finds(words: [(1, 9), (2, 8), (3, 7)]);
        host.Holds([.. left.Select(id => Known.Record(Known.Numbered(id)))]);
        host.Connects();
        var answer = await host.SendAsync(new RecallQuery("issue:disk full", Explain: true));
        Assert.That((Ids(answer.Results), answer.Explanation!.RunnerUp!.Id), Is.EqualTo((left, Known.Numbered(3))));
        Assert.That(answer.Explanation.RunnerUp.Reason, Does.Contain("words"));
    }

    [Test]
    public async Task A_key_that_names_no_issue_has_no_fingerprint_tier()
    {
        using var host = new TestHost();
        host.Finds(words: [(1, 9)]);
        host.Holds([Known.Record(Known.Numbered(1))], [Entry(5, ts: 50)]);
        var answer = await host.SendAsync(new RecallQuery("runbook", Explain: true));
        Assert.That(answer.Explanation!.Tiers[0], Is.EqualTo(new TierRun("fingerprint", false, 0)));
    }

    [Test]
    public async Task Evidence_is_shown_with_an_explanation_only()
    {
        using var host = new TestHost();
        host.Finds(exact: [Facts(1, worked: 3, failed: 1)]);
        host.Holds(Known.Record(Known.Numbered(1), worked: 3, failed: 1));
        host.Connects();
        var plain = await host.SendAsync(new RecallQuery("issue:disk full"));
        var explained = await host.SendAsync(new RecallQuery("issue:disk full", Explain: true));
        Assert.Multiple(() =>
        {
            Assert.That((plain.Results.Single().Evidence.Count, plain.Results.Single().Signals.Count), Is.EqualTo((0, 0)));
            Assert.That(explained.Results.Single().Evidence, Is.EqualTo([Known.Evidence(3, 1)]));
        });
    }

    [Test]
    public async Task Words_that_the_issue_of_a_hit_has_and_the_question_lacks_are_named()
    {
        using var host = new TestHost();
        host.Finds(words: [(1, 8)]);
        host.Holds(Known.Record(Known.Numbered(1), issue: "KubeDiskFull on payments\nmore"));
        host.Connects();
        Assert.That((await host.SendAsync(new RecallQuery("issue:disk full"))).Results.Single().Differs, Is.EqualTo(["KubeDiskFull", "payments"]));
    }

    [Test]
    public async Task What_was_erased_since_it_was_found_is_not_shown()
    {
        using var host = new TestHost();
        host.Finds(words: [(1, 9), (2, 8)]);
        host.Holds(Known.Record(Known.Numbered(2)));
        host.Connects();
        Assert.That(Ids((await host.SendAsync(new RecallQuery("issue:disk full"))).Results), Is.EqualTo([2]));
    }
}
