using Microsoft.Extensions.Logging.Abstractions;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Neo4j;
using ObsControlPlane.Contracts.Postgres;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Outbox;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Outbox;
using ObsControlPlane.Infrastructure.Servers;

namespace ObsControlPlane.Contracts.Servers;

/// <summary>What of the graph differs from the record is found, named right, and mended; what is on its way is left alone.</summary>
[Category(PostgresRecord.Name)]
public sealed class GraphReconcilerTests
{
    private const int Fixes = 120;

    private static readonly GraphTask Begun = new(GraphTaskKind.Reconcile, GraphTaskState.Running, 1);

    private TemporaryDatabase _database = null!;
    private PostgresStore _store = null!;
    private PostgresFixMemory _memory = null!;
    private Neo4jFixGraph _graph = null!;
    private GraphReconciler _reconciler = null!;
    private IReadOnlyList<Guid> _ids = [];

    [SetUp]
    public async Task OpenAsync()
    {
        await TemporaryDatabase.RequireServerAsync();
        _graph = await SharedNeo4j.RequireAsync();
        _database = await TemporaryDatabase.CreateAsync();
        _store = await _database.OpenReadyAsync(SharedNeo4j.Clock);
        _memory = new PostgresFixMemory(_store);
        _reconciler = new GraphReconciler(new RecordStates(_store), _graph);
        var told = await Task.WhenAll(Enumerable.Range(0, Fixes).Select(number => _memory.TellAsync(
            Samples.Told($"issue {Word(number)}", agent: "probe", scope: Samples.Web1, success: number % 3 == 0, ts: Samples.Now + number))));
        _ids = [.. told.Select(receipt => receipt.Id)];
        var agents = new PostgresAgentRegistry(_store);
        foreach (var name in new[] { "a", "b", "c" })
            await agents.RegisterAsync(new AgentRegistration(name, "web-1"), Samples.Now, null, CancellationToken.None);
        await ProjectAsync();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Test]
    public async Task Two_sides_that_say_the_same_differ_in_nothing()
    {
        var task = await ReconcileAsync(repair: true);

        Assert.That((task.Total, task.Done, task.Differences.Sum, task.Moving, task.Repaired), Is.EqualTo((Fixes + 3L, Fixes + 3L, 0L, 0L, 0L)));
        Assert.That(task.RecordDigest, Is.EqualTo(task.GraphDigest).And.Length.EqualTo(64));
    }

    [Test]
    public async Task Every_difference_is_found_named_and_mended()
    {
        await ByHandAsync("MATCH (f:Fix) WHERE f.id IN $ids DETACH DELETE f", _ids.Take(10));
        await ByHandAsync("MATCH (f:Fix) WHERE f.id IN $ids SET f.revision = f.revision - 1, f.solution = 'older'", _ids.Skip(10).Take(20));
        await ByHandAsync("MATCH (f:Fix) WHERE f.id IN $ids SET f.solution = 'rm -rf /'", _ids.Skip(30).Take(30));
        await ByHandAsync("MATCH (f:Fix)-[t:TOLD]->() WHERE f.id IN $ids SET t.server = 'elsewhere'", _ids.Skip(80).Take(5));
        await ByHandAsync("MATCH (f:Fix) WHERE f.id IN $ids SET f.revision = f.revision + 5000000, f.solution = 'newer'", _ids.Skip(60).Take(15));
        await _graph.ProjectAsync([.. Enumerable.Range(1, 5).Select(number => GraphStates.Fix(Samples.Id(number), 4_000_000, Samples.Told($"foreign {Word(number)}")))], default);
        await ByHandAsync("MATCH (a:Agent {name: 'b'}) SET a.server = $ids[0]", [Samples.Id(1)]);
        await ByHandAsync("CREATE (a:Agent {name: 'nobody', registered_at: 1, revision: 4000000})-[:RUNS_ON]->(:Server {name: 'nowhere'})", []);

        var looked = await ReconcileAsync(repair: false);
        var mended = await ReconcileAsync(repair: true);
        await ProjectAsync();
        var after = await ReconcileAsync(repair: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(looked.Differences, Is.EqualTo(new GraphDifferences(Missing: 10, Stale: 20, Altered: 36, Ahead: 15, Extra: 6)));
            Assert.That((looked.Repaired, looked.RecordDigest == looked.GraphDigest), Is.EqualTo((0L, false)));
            Assert.That((mended.Differences, mended.Repaired), Is.EqualTo((looked.Differences, 87L)));
            Assert.That((after.Differences.Sum, after.Moving, after.RecordDigest == after.GraphDigest), Is.EqualTo((0L, 0L, true)));
        }
    }

    [Test]
    public async Task What_bears_no_name_of_ours_is_told_and_hinders_nothing()
    {
        await ByHandAsync("CREATE (:Fix {id: 'made by hand'}), (:Fix {id: $ids[0]})", [Samples.Id(1)]);
        await ByHandAsync("MATCH (f:Fix {id: $ids[0]}) SET f.id = toUpper(f.id)", [Samples.Id(1)]);
        await ByHandAsync("MATCH (f:Fix) WHERE f.id IN $ids SET f.solution = 'other'", _ids.Take(2));
        var mended = await ReconcileAsync(repair: true);
        await ProjectAsync();
        var after = await ReconcileAsync(repair: true);

        Assert.That((mended.Differences, mended.Repaired), Is.EqualTo((new GraphDifferences(0, 0, 2, 0, 2), 2L)));
        Assert.That(after.Differences, Is.EqualTo(new GraphDifferences(0, 0, 0, 0, 2)));
    }

    [Test]
    public async Task What_is_on_its_way_is_no_difference()
    {
        await _memory.TellAsync(Samples.Told("issue new", agent: "probe"));
        await _memory.RecordAsync(Samples.Outcome(_ids[3]));
        await _memory.EraseAsync(RecordKind.Fix, _ids[4], Samples.Now, CancellationToken.None);
        var task = await ReconcileAsync(repair: true);

        Assert.That((task.Differences.Sum, task.Moving, task.Repaired), Is.EqualTo((0L, 3L, 0L)));
    }

    [Test]
    public async Task Writes_that_go_on_meanwhile_raise_no_false_alarm()
    {
        using var end = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !end.IsCancellationRequested; number++)
            {
                await _memory.RecordAsync(Samples.Outcome(_ids[number % Fixes]));
                if (number % 10 == 0)
                    await ProjectAsync();
            }
        });
        for (var round = 0; round < 5; round++)
            Assert.That((await ReconcileAsync(repair: true)).Differences.Sum, Is.Zero);
        await end.CancelAsync();
        await writing;
    }

    [Test]
    public async Task The_graph_is_made_anew_of_the_record_alone()
    {
        await _memory.EraseAsync(RecordKind.Fix, _ids[4], Samples.Now, CancellationToken.None);
        await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(1), 9_000_000, Samples.Told("foreign"))], default);
        var rebuilding = new GraphRebuild(new RecordStates(_store), SharedNeo4j.Schema, _graph)
            .RunAsync(new GraphTask(GraphTaskKind.Rebuild, GraphTaskState.Running, 1), _ => { }, default);
        while (!rebuilding.IsCompleted)
        {
            await ProjectAsync();
            await Task.Delay(20);
        }

        var task = await rebuilding;
        var after = await ReconcileAsync(repair: false);
        Assert.That((task.Total, task.Done), Is.EqualTo((Fixes + 3L, Fixes + 3L)));
        Assert.That((after.Differences.Sum, after.Moving, after.RecordDigest == after.GraphDigest), Is.EqualTo((0L, 0L, true)));
    }

    private Task<GraphTask> ReconcileAsync(bool repair) => _reconciler.RunAsync(Begun, repair, _ => { }, CancellationToken.None);

    private async Task ProjectAsync()
    {
        using var projector = new GraphProjector(
            new PostgresOutbox(_store, new ChangeListener(_store, NullLogger<ChangeListener>.Instance)), _graph, NullLogger<GraphProjector>.Instance);
        while (await projector.ProjectAsync(default) > 0)
        {
        }
    }

    private static async Task ByHandAsync(string cypher, IEnumerable<Guid> ids) => await SharedNeo4j.Client.RunAsync(
        new CypherStatement("change by hand", cypher, Writes: true), new { ids = ids.Select(id => id.ToString()).ToList() }, _ => 0, CancellationToken.None);

    // Numbers alone would be masked, and all of it one issue.
    private static string Word(int number) => new([.. $"{number:000}".Select(digit => (char)('a' + digit - '0'))]);
}
