using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts;

/// <summary>The graph, told of states by projection alone.</summary>
[ContractOf(typeof(IFixGraph))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Graph))]
public sealed class FixGraphContract(Harness<IFixGraph> harness)
{
    private IFixGraph _graph = null!;

    [SetUp]
    public async Task StartEmpty() => _graph = await harness.RequireAsync();

    [Test]
    public async Task An_empty_graph_answers_with_nothing()
    {
        var stats = await _graph.GetStatsAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Recent(), Is.Empty);
            Assert.That(await _graph.FindSimilarAsync("a", 10, CancellationToken.None), Is.Empty);
            Assert.That(await Patterns(), Is.Empty);
            Assert.That(await _graph.GetAgentsAsync(10, CancellationToken.None), Is.Empty);
            Assert.That(await _graph.GetRelatedAsync(Samples.Print(Samples.Crash), 10, CancellationToken.None), Is.Empty);
            Assert.That((stats.Fixes, stats.Agents, stats.Issues, stats.Servers), Is.EqualTo((0L, 0L, 0L, 0L)));
        }
    }

    [Test]
    public async Task A_projected_fix_is_read_back_as_it_was_given()
    {
        var told = Samples.Told(
            success: true, agent: "ops-bot", scope: new Scope("checkout", "web-1", "production", "1.2"), source: "wiki", sourceId: "7",
            tags: ["a", "b"], metadata: """{"n": 1}""");
        var state = State(told, revision: 5);
        var applied = await _graph.ProjectAsync([state], CancellationToken.None);
        var read = (await _graph.GetRecentAsync(10, CancellationToken.None)).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(applied, Is.EqualTo(1));
            Assert.That(read.Fix with { Tags = [] }, Is.EqualTo(state.Fix with { Tags = [] }));
            Assert.That(read.Fix.Tags, Is.EqualTo(["a", "b"]));
            Assert.That(read.Evidence, Is.EqualTo(state.Evidence));
        }
    }

    [Test]
    public async Task Fixes_are_read_by_id_in_the_order_asked_for()
    {
        string[] issues = ["kubelet down", "etcd slow", "disk full"];
        await _graph.ProjectAsync([.. issues.Select((issue, at) => State(Samples.Told(issue, id: Samples.Id(at + 1)), revision: at + 1))], CancellationToken.None);
        await _graph.ProjectAsync([new FixTombstone(Samples.Id(2), 9)], CancellationToken.None);
        var found = await _graph.GetFixesAsync([Samples.Id(3), Samples.Id(9), Samples.Id(2), Samples.Id(1)], CancellationToken.None);

        Assert.That(found.Select(fix => fix.Fix.Id), Is.EqualTo([Samples.Id(3), Samples.Id(1)]));
    }

    [TestCase(6, 1, "newer")]
    [TestCase(5, 0, "first")]
    [TestCase(4, 0, "first")]
    public async Task A_state_is_applied_only_when_it_is_newer(long revision, int applied, string shown)
    {
        await _graph.ProjectAsync([State(Samples.Told(id: Samples.Id(1), agent: "first"), revision: 5)], CancellationToken.None);
        var count = await _graph.ProjectAsync([State(Samples.Told(id: Samples.Id(1), agent: "newer"), revision)], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(count, Is.EqualTo(applied));
            Assert.That((await _graph.GetRecentAsync(10, CancellationToken.None)).Single().Fix.Agent, Is.EqualTo(shown));
        }
    }

    [Test]
    public async Task States_in_any_order_and_repeated_end_in_the_newest()
    {
        GraphChange[] changes = [.. Enumerable.Range(1, 6).Select(i => State(Samples.Told(id: Samples.Id(1), agent: $"r{i}"), i))];
        await _graph.ProjectAsync([changes[3], changes[5], changes[0]], CancellationToken.None);
        await _graph.ProjectAsync([changes[4], changes[5], changes[2], changes[1]], CancellationToken.None);

        Assert.That((await _graph.GetRecentAsync(10, CancellationToken.None)).Single().Fix.Agent, Is.EqualTo("r6"));
    }

    [Test]
    public async Task A_tombstone_removes_and_what_is_older_does_not_come_back()
    {
        await _graph.ProjectAsync([State(Samples.Told(id: Samples.Id(1)), 5)], CancellationToken.None);
        var stale = await _graph.ProjectAsync([new FixTombstone(Samples.Id(1), 4)], CancellationToken.None);
        var kept = await Recent();
        var applied = await _graph.ProjectAsync([new FixTombstone(Samples.Id(1), 6)], CancellationToken.None);
        var late = await _graph.ProjectAsync([State(Samples.Told(id: Samples.Id(1)), 5)], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((stale, applied, late), Is.EqualTo((0, 1, 0)));
            Assert.That(kept, Has.Count.EqualTo(1));
            Assert.That(await Recent(), Is.Empty);
            Assert.That(await _graph.FindSimilarAsync("checkout", 10, CancellationToken.None), Is.Empty);
        }
    }

    [Test]
    public async Task A_tombstone_that_arrives_first_keeps_the_fix_out()
    {
        await _graph.ProjectAsync([new FixTombstone(Samples.Id(1), 6)], CancellationToken.None);
        await _graph.ProjectAsync([State(Samples.Told(id: Samples.Id(1)), 5)], CancellationToken.None);

        Assert.That(await Recent(), Is.Empty);
    }

    [Test]
    public async Task Recent_fixes_are_newest_first_ties_by_id_within_the_limit()
    {
        await _graph.ProjectAsync(
            [
                State(Samples.Told(solution: "a", id: Samples.Id(3)), 1), State(Samples.Told(solution: "b", id: Samples.Id(2)), 2),
                State(Samples.Told(solution: "c", ts: Samples.Now + 1, id: Samples.Id(4)), 3),
            ],
            CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Recent(), Is.EqualTo([Samples.Id(4), Samples.Id(2), Samples.Id(3)]));
            Assert.That(await Recent(2), Is.EqualTo([Samples.Id(4), Samples.Id(2)]));
        }
    }

    [TestCase("Ошибка подключения", "ОШИБКА")]
    [TestCase("disk at 100% on /dev/sda_1", "100%")]
    [TestCase("磁盘空间不足", "空间")]
    [TestCase("out of memory", "M")]
    public async Task Similar_issues_contain_the_text_whatever_its_case_or_script(string issue, string text)
    {
        await _graph.ProjectAsync([State(Samples.Told(issue, id: Samples.Id(1)), 1), State(Samples.Told("!", id: Samples.Id(2)), 2)], CancellationToken.None);

        Assert.That((await _graph.FindSimilarAsync(text, 10, CancellationToken.None)).Select(f => f.Fix.Id), Is.EqualTo([Samples.Id(1)]));
    }

    [Test]
    public async Task Patterns_count_the_reports_of_the_windows_inclusive()
    {
        var fix = Samples.Told(ts: Samples.Now, id: Samples.Id(1));
        FixReport[] reports =
        [
            .. new[] { Samples.Now - 20, Samples.Now - 11, Samples.Now - 10, Samples.Now, Samples.Now + 1 }
                .Select(ts => Samples.Told(ts: ts, agent: "a", scope: Samples.Web1)),
        ];
        await _graph.ProjectAsync([State(fix, 1, reports), State(Samples.Told(Samples.DiskFull, id: Samples.Id(2)), 2)], CancellationToken.None);
        var patterns = await Patterns(Samples.Now - 10, Samples.Now - 20, Samples.Now);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(patterns.Select(p => (p.IssueText, p.Count, p.PreviousCount)), Is.EqualTo([(Samples.Crash, 2L, 2L), (Samples.DiskFull, 1L, 0L)]));
            Assert.That((patterns[0].LastSeen, patterns[0].Servers.Single(), patterns[0].Agents.Single()), Is.EqualTo((Samples.Now, "web-1", "a")));
            Assert.That(patterns[0].Fixes.Single().Fix.Id, Is.EqualTo(Samples.Id(1)));
            Assert.That(await _graph.GetPatternsAsync(Samples.Now - 10, Samples.Now - 20, Samples.Now, 1, CancellationToken.None), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Agents_are_listed_in_ordinal_order_and_the_newest_state_shows()
    {
        await _graph.ProjectAsync(
            [AgentIn("beta", "web-1", 1), AgentIn("Alpha", "web-1", 2), AgentIn("alpha", "web-1", 3), AgentIn("beta", "web-2", 4), AgentIn("alpha", "web-9", 1)],
            CancellationToken.None);
        var agents = await _graph.GetAgentsAsync(10, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(agents.Select(a => (a.Name, a.Server)), Is.EqualTo([("Alpha", "web-1"), ("alpha", "web-1"), ("beta", (string?)"web-2")]));
            Assert.That((await _graph.GetAgentsAsync(2, CancellationToken.None)).Select(a => a.Name), Is.EqualTo(["Alpha", "alpha"]));
        }
    }

    [Test]
    public async Task Related_are_fixes_that_worked_of_issues_that_share_servers_or_agents()
    {
        var far = Samples.Now + (30 * Samples.Day);
        await _graph.ProjectAsync(
            [
                State(Samples.Told(scope: Samples.Web1, agent: "a", id: Samples.Id(1), success: true), 1),
                State(Samples.Told("shares the agent", agent: "a", success: true, ts: far, id: Samples.Id(5)), 2),
                State(Samples.Told("shares the server", scope: Samples.Web1, success: true, ts: far, id: Samples.Id(4)), 3),
                State(Samples.Told("shares both", agent: "a", scope: Samples.Web1, success: true, ts: far, id: Samples.Id(6)), 4),
                State(Samples.Told("shares nothing", agent: "b", scope: Samples.Web2, success: true, ts: far, id: Samples.Id(7)), 5),
                State(Samples.Told("never worked", agent: "a", success: false, ts: far, id: Samples.Id(8)), 6),
                State(Samples.Told("nobody knows", agent: "a", ts: far, id: Samples.Id(9)), 7),
            ],
            CancellationToken.None);
        var related = await Related();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(related.Select(r => (r.Fix.Fix.Id, r.Shared)), Is.EqualTo([(Samples.Id(6), 2), (Samples.Id(4), 1), (Samples.Id(5), 1)]));
            Assert.That(await Related(2), Has.Count.EqualTo(2));
            Assert.That(await _graph.GetRelatedAsync(Samples.Print("never told"), 10, CancellationToken.None), Is.Empty);
        }
    }

    [Test]
    public async Task A_path_leads_from_the_issue_over_what_is_shared_to_the_fix()
    {
        await _graph.ProjectAsync(
            [
                State(Samples.Told(scope: Samples.Web1, id: Samples.Id(1)), 1),
                State(Samples.Told(Samples.DiskFull, scope: Samples.Web1, success: true, ts: Samples.Now + Samples.Day, id: Samples.Id(2)), 2),
            ],
            CancellationToken.None);
        var path = (await Related()).Single().Path;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(path[0], Is.EqualTo(new PathStep("issue", Samples.Print(Samples.Crash).Value, "")));
            Assert.That(path[1], Is.EqualTo(new PathStep("server", "web-1", "seen_on")));
            Assert.That(path[^1], Is.EqualTo(new PathStep("fix", Samples.Id(2).ToString(), "resolved_by")));
        }
    }

    [TestCase(0, false)]
    [TestCase(Samples.Hour, true)]
    [TestCase(Samples.Hour + 1, false)]
    [TestCase(-1, false)]
    public async Task An_issue_that_followed_on_the_server_within_an_hour_shares_more(long later, bool followed)
    {
        await _graph.ProjectAsync(
            [
                State(Samples.Told(scope: Samples.Web1, id: Samples.Id(1)), 1),
                State(Samples.Told(Samples.DiskFull, scope: Samples.Web1, success: true, ts: Samples.Now + later, id: Samples.Id(2)), 2),
            ],
            CancellationToken.None);

        Assert.That((await Related()).Single().Shared, Is.EqualTo(followed ? 2 : 1));
    }

    [Test]
    public async Task Sizes_count_fixes_agents_issues_and_servers()
    {
        await _graph.ProjectAsync(
            [
                State(Samples.Told(solution: "a", scope: Samples.Web1, id: Samples.Id(1)), 1), State(Samples.Told(solution: "b", scope: Samples.Web2, id: Samples.Id(2)), 2),
                State(Samples.Told(Samples.DiskFull, scope: Samples.Web1, id: Samples.Id(3)), 3), AgentIn("ops-bot", "web-1", 4),
            ],
            CancellationToken.None);
        var stats = await _graph.GetStatsAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((stats.Fixes, stats.Agents, stats.Issues, stats.Servers), Is.EqualTo((3L, 1L, 2L, 2L)));
            Assert.That(stats.Relationships, Is.GreaterThan(0));
            Assert.That(stats.Kind, Is.Not.Empty);
        }
    }

    [Test]
    public async Task Concurrent_projections_of_one_fix_end_in_the_newest()
    {
        await Task.WhenAll(Enumerable.Range(1, 16).Select(
            i => _graph.ProjectAsync([State(Samples.Told(id: Samples.Id(1), agent: $"r{i}"), i)], CancellationToken.None)));

        Assert.That((await _graph.GetRecentAsync(10, CancellationToken.None)).Single().Fix.Agent, Is.EqualTo("r16"));
    }

    [Test]
    public async Task A_cancelled_call_is_cancelled()
    {
        var gone = new CancellationToken(canceled: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Cancellation.OfAsync(() => _graph.ProjectAsync([State(Samples.Told(), 1)], gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _graph.GetRecentAsync(10, gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _graph.FindSimilarAsync("a", 10, gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _graph.GetPatternsAsync(0, 0, 1, 10, gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _graph.GetAgentsAsync(10, gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _graph.GetRelatedAsync(Samples.Print("a"), 10, gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _graph.GetStatsAsync(gone)), Is.True);
        }

        Assert.That(await Recent(), Is.Empty);
    }

    /// <summary>The state a record would be in after this telling alone, or these.</summary>
    private static FixState State(FixReport told, long revision, FixReport[]? reports = null)
    {
        var fix = Fix.FirstTold(told, told.IssueText!);
        var outcome = told.AsOutcome(told.Id);
        var tally = new EvidenceTally(Reported: 1);
        return new FixState(
            (outcome is null ? fix : fix.Counted(outcome)) with { Revision = revision },
            outcome is null ? [] : [new ScopedEvidence(
                told.Scope, told.Success == true ? tally : default, told.Success == false ? tally : default, 0, 0, told.Ts, told.Success == true ? told.Ts : null, null)],
            reports ?? [told]);
    }

    private static AgentState AgentIn(string name, string server, long revision) =>
        new(Agent.Registered(new AgentRegistration(name, server), Samples.Now), revision);

    private async Task<List<Guid>> Recent(int limit = 10) => [.. (await _graph.GetRecentAsync(limit, CancellationToken.None)).Select(f => f.Fix.Id)];

    private Task<IReadOnlyList<IssuePattern>> Patterns(long since = 0, long previousSince = 0, long until = Samples.Now) =>
        _graph.GetPatternsAsync(since, previousSince, until, 10, CancellationToken.None);

    private Task<IReadOnlyList<RelatedFix>> Related(int limit = 10) =>
        _graph.GetRelatedAsync(Samples.Print(Samples.Crash), limit, CancellationToken.None);
}
