using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Sqlite;
using ObsControlPlane.Infrastructure.Sqlite.Graph;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>What the graph of the embedded file adds to its contract: it sees what the record takes in, and walks only so far.</summary>
[TestFixture]
public sealed class SqliteFixGraphTests
{
    private const long Now = 1_767_225_600_000;
    private const long Hour = 3_600_000;

    private TemporaryStore _temporary = null!;
    private SqliteFixMemory _memory = null!;
    private SqliteFixGraph _graph = null!;

    [SetUp]
    public void Open()
    {
        _temporary = new TemporaryStore();
        _memory = new SqliteFixMemory(_temporary.Store);
        _graph = new SqliteFixGraph(_temporary.Store);
    }

    [TearDown]
    public async Task CloseAsync() => await _temporary.DisposeAsync();

    [Test]
    public async Task What_the_record_takes_in_is_related_at_once()
    {
        await TakeAsync("kubelet down", Now, server: "node-1");
        var fix = await TakeAsync("etcd slow", Now + Hour, server: "node-1", success: true);

        var related = (await RelatedAsync("kubelet down")).Single();

        Assert.That(related.Fix.Fix.Id, Is.EqualTo(fix));
        Assert.That(related.Shared, Is.EqualTo(2));
        Assert.That(related.Path, Is.EqualTo(new[]
        {
            new PathStep("issue", Print("kubelet down").Value, ""), new PathStep("server", "node-1", "seen_on"),
            new PathStep("issue", Print("etcd slow").Value, "followed_by"), new PathStep("fix", fix.ToString(), "resolved_by"),
        }));
    }

    [Test]
    public async Task An_occurrence_ties_an_issue_to_its_server_like_a_report()
    {
        var fix = await TakeAsync("etcd slow", Now, success: true);
        await SeeAsync("kubelet down", "node-1", Now);
        await SeeAsync("etcd slow", "node-1", Now + 1);

        var related = (await RelatedAsync("kubelet down")).Single();

        Assert.That((related.Fix.Fix.Id, related.Shared, related.Path[2].Relation), Is.EqualTo((fix, 2, "followed_by")));
    }

    [Test]
    public async Task Only_an_agent_in_common_gives_the_path_over_the_agent()
    {
        await TakeAsync("kubelet down", Now, agent: "ops-2");
        await TakeAsync("kubelet down", Now + 1, agent: "ops-1");
        await TakeAsync("etcd slow", Now, agent: "ops-1", success: true);
        await TakeAsync("etcd slow", Now + 1, agent: "ops-2", success: true);

        var related = (await RelatedAsync("kubelet down")).Single();

        Assert.That((related.Shared, related.Path[1]), Is.EqualTo((2, new PathStep("agent", "ops-1", "reported_by"))));
    }

    [Test]
    public async Task An_erased_fix_leaves_the_graph_with_the_record()
    {
        await TakeAsync("kubelet down", Now, server: "node-1");
        var fix = await TakeAsync("etcd slow", Now, server: "node-1", success: true);
        await _memory.EraseAsync(RecordKind.Fix, fix, Now, default);

        Assert.That(await RelatedAsync("kubelet down"), Is.Empty);
        Assert.That((await _graph.GetStatsAsync(default)).Fixes, Is.EqualTo(1));
    }

    [Test]
    public async Task A_server_with_a_long_history_is_walked_for_its_newest_100_reports()
    {
        await TakeAsync("kubelet down", Now, server: "node-1");
        var old = await TakeAsync("etcd slow", Now - 10, server: "node-1", success: true);
        var writes = Enumerable.Range(0, 98).Select(i => TakeAsync("disk full", Now - 5 + i, server: "node-1", success: true)).ToArray();
        await Task.WhenAll(writes);

        Assert.That((await RelatedAsync("kubelet down")).Select(r => r.Fix.Fix.Id), Does.Contain(old));

        await TakeAsync("disk full", Now, server: "node-1", success: true);
        Assert.That((await RelatedAsync("kubelet down")).Select(r => r.Fix.Fix.Id), Does.Not.Contain(old));
    }

    [Test]
    public async Task A_projected_state_moves_the_records_revision_past_it()
    {
        var report = Report("kubelet down", Now, null, null, null);
        await _graph.ProjectAsync([new FixState(Fix.FirstTold(report, "kubelet down") with { Revision = 1_000 }, [], [report])], default);

        var receipt = await _memory.TakeFixAsync(Report("etcd slow", Now, null, null, null), null, default);

        Assert.That(receipt!.Value.Revision, Is.GreaterThan(1_000));
    }

    [Test]
    public async Task Neighbours_are_found_by_indexes_alone()
    {
        var plan = await _temporary.Store.Readers.ReadAsync("explain", session => string.Join('\n', session.Query(
            "EXPLAIN QUERY PLAN " + GraphNeighbours.Sql, row => row.GetString(3), Print("kubelet down").Value, 10, Hour)), default);

        Assert.That(plan, Does.Contain("INDEX fix_identity (fingerprint=?)").And.Contain("INDEX reports_at_server (server=?)")
            .And.Contain("INDEX reports_told_by (agent=?)").And.Contain("INDEX occurrences_at_server (server=?)"));
        Assert.That(plan, Does.Not.Contain("records_by_time"));
        Assert.That(plan.Split('\n'), Has.None.Matches<string>(step => step is "SCAN m" or "SCAN r" or "SCAN o" or "SCAN reports" or "SCAN occurrences"));
    }

    private static Fingerprint Print(string issue) => Issue.FromText(issue).Fingerprint;

    private Task<IReadOnlyList<RelatedFix>> RelatedAsync(string issue) => _graph.GetRelatedAsync(Print(issue), 100, default);

    private async Task<Guid> TakeAsync(string issue, long ts, string? server = null, string? agent = null, bool? success = null) =>
        (await _memory.TakeFixAsync(Report(issue, ts, server, agent, success), null, default))!.Value.Id;

    private async Task SeeAsync(string issue, string server, long ts) => await _memory.RecordOccurrenceAsync(
        new Occurrence(Guid.CreateVersion7(), Print(issue), issue, new Scope(Server: server), ts, null), null, default);

    private static FixReport Report(string issue, long ts, string? server, string? agent, bool? success) => new()
    {
        Id = Guid.CreateVersion7(),
        Fingerprint = Print(issue),
        IssueText = issue,
        Solution = "restart it",
        Scope = new Scope(Server: server),
        Agent = agent,
        Ts = ts,
        Success = success,
    };
}
