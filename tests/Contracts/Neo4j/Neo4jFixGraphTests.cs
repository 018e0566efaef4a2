using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Neo4j.Reading;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>What the graph in Neo4j adds to its contract: its nodes and relationships, how far it walks, and what is read of it for a comparison.</summary>
[TestFixture]
public sealed class Neo4jFixGraphTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private Neo4jFixGraph _graph = null!;

    [SetUp]
    public async Task StartEmpty() => _graph = await SharedNeo4j.RequireAsync();

    [Test]
    public async Task The_nodes_and_relationships_are_those_of_the_design()
    {
        await _graph.ProjectAsync(
            [
                GraphStates.Fix(Samples.Id(1), 1, Samples.Told(agent: "ops", scope: Samples.Web1, success: true)),
                GraphStates.Fix(Samples.Id(2), 2, Samples.Told(Samples.DiskFull, agent: "ops", scope: Samples.Web1, ts: Samples.Now + 1, success: false)),
                GraphStates.Agent("ops", "web-2", 3),
            ],
            None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await GraphStates.TextsAsync(
                    """
                    MATCH (a:Agent)-[:REPORTED]->(f:Fix)-[r:RESOLVES]->(i:Issue)-[:SEEN_ON]->(s:Server)
                    RETURN [a.name, a.server, a.status, a.last_seen, f.issue, f.solution, f.success, f.ts, r.worked, r.failed, s.name] ORDER BY f.id
                    """),
                Is.EqualTo([
                    $"[ops, web-2, active, {Samples.Now}, {Samples.Crash}, {Samples.Restart}, true, {Samples.Now}, 1, 0, web-1]",
                    $"[ops, web-2, active, {Samples.Now}, {Samples.DiskFull}, {Samples.Restart}, false, {Samples.Now + 1}, 0, 1, web-1]"]));
            Assert.That(await GraphStates.TextsAsync("MATCH (a:Agent)-[:RUNS_ON]->(s:Server) RETURN [a.name, s.name]"), Is.EqualTo(["[ops, web-2]"]));
            Assert.That(
                await GraphStates.TextsAsync("MATCH (a:Issue)-[x:FOLLOWED_BY]->(b:Issue) RETURN [a.issue, x.count, b.issue]"),
                Is.EqualTo([$"[{Samples.Crash}, 1, {Samples.DiskFull}]"]));
        }
    }

    [Test]
    public async Task What_stands_for_nothing_any_more_goes_with_the_last_state()
    {
        await _graph.ProjectAsync(
            [
                GraphStates.Fix(Samples.Id(1), 1, Samples.Told(agent: "ops", scope: Samples.Web1)), GraphStates.Agent("beta", "web-2", 2),
                GraphStates.Fix(Samples.Id(2), 3, Samples.Told(Samples.DiskFull, agent: "beta", scope: Samples.Web1, ts: Samples.Now + 1)),
            ],
            None);
        await _graph.ProjectAsync([new FixTombstone(Samples.Id(1), 4), new FixTombstone(Samples.Id(2), 5), GraphStates.Agent("beta", "web-3", 6)], None);

        Assert.That(await GraphStates.TextsAsync("MATCH (n) WHERE NOT n:Projection AND NOT n:ObsControlPlaneTests RETURN [labels(n)[0], coalesce(n.id, n.name)] ORDER BY labels(n)[0], n.id"),
            Is.EqualTo(["[Agent, beta]", $"[Erased, {Samples.Id(1)}]", $"[Erased, {Samples.Id(2)}]", "[Server, web-3]"]));
    }

    [Test]
    public async Task An_agent_that_only_told_something_is_no_registered_agent()
    {
        await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(1), 1, Samples.Told(agent: "guest"))], None);

        Assert.That(await _graph.GetAgentsAsync(10, None), Is.Empty);
        Assert.That((await _graph.GetStatsAsync(None)).Agents, Is.Zero);
    }

    [Test]
    public async Task A_lease_that_ran_out_shows_when_the_same_state_is_told_again()
    {
        var state = GraphStates.Agent("ops", "web-1", 1, Samples.Now - (150 * Samples.Second));
        await _graph.ProjectAsync([state], None);
        var later = new Neo4jFixGraph(SharedNeo4j.Client, SharedNeo4j.Schema, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Samples.Now + Samples.Hour)));
        var before = await GraphStates.TextsAsync("MATCH (a:Agent) RETURN a.status");
        var applied = await later.ProjectAsync([state], None);

        Assert.That((before.Single(), applied, (await GraphStates.TextsAsync("MATCH (a:Agent) RETURN a.status")).Single()), Is.EqualTo(("late", 0, "offline")));
    }

    [Test]
    public async Task What_followed_gives_the_path_with_the_succession()
    {
        await _graph.ProjectAsync(
            [
                GraphStates.Fix(Samples.Id(1), 1, Samples.Told(agent: "a", scope: Samples.Web1)),
                GraphStates.Fix(Samples.Id(2), 2, Samples.Told(Samples.DiskFull, agent: "a", scope: Samples.Web1, ts: Samples.Now + Samples.Hour, success: true)),
            ],
            None);
        var related = (await _graph.GetRelatedAsync(Samples.Print(Samples.Crash), 10, None)).Single();

        Assert.That(related.Shared, Is.EqualTo(3));
        Assert.That(related.Path, Is.EqualTo(new[]
        {
            new PathStep("issue", Samples.Print(Samples.Crash).Value, ""), new PathStep("server", "web-1", "seen_on"),
            new PathStep("issue", Samples.Print(Samples.DiskFull).Value, "followed_by"), new PathStep("fix", Samples.Id(2).ToString(), "resolved_by"),
        }));
    }

    [Test]
    public async Task Only_an_agent_in_common_gives_the_path_over_the_first_agent()
    {
        await _graph.ProjectAsync(
            [
                GraphStates.Fix(Samples.Id(1), 1, Samples.Told(agent: "ops-2"), Samples.Told(agent: "ops-1")),
                GraphStates.Fix(Samples.Id(2), 2, Samples.Told(Samples.DiskFull, agent: "ops-1", success: true), Samples.Told(Samples.DiskFull, agent: "ops-2")),
            ],
            None);
        var related = (await _graph.GetRelatedAsync(Samples.Print(Samples.Crash), 10, None)).Single();

        Assert.That((related.Shared, related.Path[1]), Is.EqualTo((2, new PathStep("agent", "ops-1", "reported_by"))));
    }

    [Test]
    public async Task A_server_with_a_long_history_is_walked_for_its_newest_500_reports()
    {
        var storm = Enumerable.Range(0, 498).Select(i => Samples.Told("disk full", scope: Samples.Web1, ts: Samples.Now - 5 + i, success: true)).ToArray();
        await _graph.ProjectAsync(
            [
                GraphStates.Fix(Samples.Id(1), 1, Samples.Told("kubelet down", scope: Samples.Web1)),
                GraphStates.Fix(Samples.Id(2), 2, Samples.Told("etcd slow", scope: Samples.Web1, ts: Samples.Now - 10, success: true)),
                GraphStates.Fix(Samples.Id(3), 3, storm),
            ],
            None);
        Assert.That((await _graph.GetRelatedAsync(Samples.Print("kubelet down"), 10, None)).Select(r => r.Fix.Fix.Id), Does.Contain(Samples.Id(2)));

        await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(3), 4, [.. storm, Samples.Told("disk full", scope: Samples.Web1)])], None);
        Assert.That((await _graph.GetRelatedAsync(Samples.Print("kubelet down"), 10, None)).Select(r => r.Fix.Fix.Id), Is.EqualTo([Samples.Id(3)]));
    }

    [Test]
    public async Task A_list_of_reports_that_lost_one_in_the_middle_is_told_anew()
    {
        FixReportSample(out var reports);
        await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(1), 1, reports), GraphStates.Fix(Samples.Id(2), 2, Samples.Told(Samples.DiskFull, scope: Samples.Web2, ts: Samples.Now + 5))], None);
        await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(1), 3, reports[0], reports[2])], None);
        var mended = await GraphStates.DumpAsync();

        await _graph.ClearAsync(None);
        await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(1), 3, reports[0], reports[2]), GraphStates.Fix(Samples.Id(2), 2, Samples.Told(Samples.DiskFull, scope: Samples.Web2, ts: Samples.Now + 5))], None);
        var clean = await GraphStates.DumpAsync();

        Assert.That(mended.Where(line => !line.Contains("TOLD", StringComparison.Ordinal) && !line.Contains("told_hash", StringComparison.Ordinal)),
            Is.EqualTo(clean.Where(line => !line.Contains("TOLD", StringComparison.Ordinal) && !line.Contains("told_hash", StringComparison.Ordinal))));

        static void FixReportSample(out Domain.Fixes.FixReport[] reports) => reports =
        [
            Samples.Told(agent: "a", scope: Samples.Web1), Samples.Told(agent: "b", scope: Samples.Web2, ts: Samples.Now + 1),
            Samples.Told(agent: "a", scope: Samples.Web1, ts: Samples.Now + 2),
        ];
    }

    [Test]
    public async Task States_are_listed_page_by_page_with_the_hash_of_what_they_say()
    {
        GraphChange[] changes =
        [
            GraphStates.Fix(Samples.Id(1), 7, Samples.Told()), GraphStates.Fix(Samples.Id(2), 8, Samples.Told(Samples.DiskFull)),
            GraphStates.Fix(Samples.Id(3), 9, Samples.Told(solution: Samples.Rollback, agent: "guest")), GraphStates.Agent("a", "web-1", 10), GraphStates.Agent("b", "web-1", 11),
        ];
        await _graph.ProjectAsync(changes, None);
        var listed = new List<ProjectedState>();
        foreach (var kind in new[] { ProjectedKind.Fix, ProjectedKind.Agent })
        {
            for (var after = ""; await _graph.ReadStatesAsync(kind, after, 2, None) is { Count: > 0 } page; after = page[^1].Id)
                listed.AddRange(page);
        }

        Assert.That(listed, Is.EqualTo(changes.Select(change => change switch
        {
            FixState fix => new ProjectedState(ProjectedKind.Fix, fix.Fix.Id.ToString(), fix.Revision, StateHash.Of(fix)),
            _ => new ProjectedState(ProjectedKind.Agent, ((AgentState)change).Agent.Name, change.Revision, StateHash.Of(((AgentState)change).Agent)),
        })));
    }

    [TestCase("SET f.solution = 'rm -rf /'")]
    [TestCase("SET f.worked = f.worked + 1")]
    [TestCase("REMOVE f.evidence")]
    [TestCase("SET f.tags = 'none'")]
    [TestCase("WITH f MATCH (f)-[t:TOLD]->() DELETE t")]
    [TestCase("WITH f MATCH (f)-[t:TOLD]->() SET t.server = 'other'")]
    public async Task The_hash_shows_what_was_changed_there_by_hand(string change)
    {
        await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(1), 7, Samples.Told()), GraphStates.Fix(Samples.Id(2), 8, Samples.Told(Samples.DiskFull))], None);
        var before = await _graph.ReadStatesAsync(ProjectedKind.Fix, "", 10, None);
        var byHand = new CypherStatement("change", $"MATCH (f:Fix {{id: '{Samples.Id(1)}'}}) {change}", Writes: true);
        await SharedNeo4j.Client.RunAsync(byHand, new { }, _ => 0, None);

        var ids = before.Select(state => state.Id).ToArray();
        var after = (await _graph.ReadStatesAsync(ProjectedKind.Fix, ids, None)).OrderBy(state => state.Id, StringComparer.Ordinal).ToList();
        Assert.That(after.Select(state => (state.Id, state.Revision)), Is.EqualTo(before.Select(state => (state.Id, state.Revision))));
        Assert.That((after[0].Hash == before[0].Hash, after[1].Hash == before[1].Hash), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task The_hash_is_of_what_a_state_says_and_not_of_its_order_or_revision()
    {
        var told = new[] { Samples.Told(agent: "a"), Samples.Told(agent: "b") };
        var state = GraphStates.Fix(Samples.Id(1), 1, told);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(StateHash.Of(state with { Reports = [told[1], told[0]], Fix = state.Fix with { Revision = 5 } }), Is.EqualTo(StateHash.Of(state)));
            Assert.That(StateHash.Of(state with { Fix = state.Fix with { Solution = "other" } }), Is.Not.EqualTo(StateHash.Of(state)));
            Assert.That(StateHash.Of(state with { Reports = [told[0]] }), Is.Not.EqualTo(StateHash.Of(state)));
            Assert.That(StateHash.Of(state with { Reports = [told[0], told[1] with { Scope = new Scope(Server: "s") }] }), Is.Not.EqualTo(StateHash.Of(state)));
        }

        await Task.CompletedTask;
    }

    [Test]
    public async Task Emptied_it_takes_what_it_had_erased()
    {
        await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(1), 1, Samples.Told(new string('x', 20_000), scope: Samples.Web1)), new FixTombstone(Samples.Id(2), 9)], None);
        var removed = await _graph.ClearAsync(None);

        Assert.That(removed, Is.GreaterThan(3));
        Assert.That(await GraphStates.DumpAsync(), Is.Empty);
        Assert.That(await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(2), 5, Samples.Told())], None), Is.EqualTo(1));
    }
}
