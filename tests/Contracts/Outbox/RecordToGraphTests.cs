using Microsoft.Extensions.Logging.Abstractions;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Neo4j;
using ObsControlPlane.Contracts.Postgres;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Neo4j.Reading;
using ObsControlPlane.Infrastructure.Outbox;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Outbox;

namespace ObsControlPlane.Contracts.Outbox;

/// <summary>What PostgreSQL commits is in Neo4j as it is, however it is delivered.</summary>
[Category(PostgresRecord.Name)]
[Category("neo4j")]
public sealed class RecordToGraphTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private TemporaryDatabase _database = null!;
    private PostgresStore _store = null!;
    private PostgresFixMemory _memory = null!;
    private PostgresOutbox _outbox = null!;
    private Neo4jFixGraph _graph = null!;
    private GraphProjector _projector = null!;

    [SetUp]
    public async Task Open()
    {
        _graph = await SharedNeo4j.RequireAsync();
        await TemporaryDatabase.RequireServerAsync();
        _database = await TemporaryDatabase.CreateAsync();
        _store = await _database.OpenReadyAsync();
        _memory = new PostgresFixMemory(_store);
        _outbox = new PostgresOutbox(_store, new ChangeListener(_store, NullLogger<ChangeListener>.Instance));
        _projector = new GraphProjector(_outbox, _graph, NullLogger<GraphProjector>.Instance);
    }

    [TearDown]
    public async Task Close()
    {
        _projector?.Dispose();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Test]
    public async Task The_graph_holds_the_state_of_everything_that_was_written()
    {
        await WriteAsync();
        await ProjectAllAsync();

        var expected = (await CurrentAsync()).Where(change => change is not FixTombstone).Select(StateOf).OrderBy(state => (state.Kind, state.Id)).ToList();
        Assert.That(await HeldAsync(), Is.EqualTo(expected));
        Assert.That(expected.Select(state => state.Kind), Does.Contain(ProjectedKind.Agent).And.Contain(ProjectedKind.Fix));
        Assert.That(await _outbox.GetStatsAsync(None), Is.EqualTo(new OutboxStats(0, null, 0)));
    }

    [Test]
    public async Task Delivered_three_times_shuffled_with_what_was_true_before_it_ends_as_delivered_once()
    {
        await WriteAsync();
        var stale = (await _outbox.ClaimAsync(1_000, Lease, None)).Select(item => item.Change).OfType<GraphChange>().ToList();
        await WriteMoreAsync();
        var current = await CurrentAsync();
        await _graph.ProjectAsync(current, None);
        var once = await GraphStates.DumpAsync();
        await _graph.ClearAsync(None);
        var random = new Random(23);
        foreach (var batch in current.Concat(current).Concat(current).Concat(stale).OrderBy(_ => random.Next()).Chunk(7).ToList())
            await _graph.ProjectAsync(batch, None);

        Assert.That(await GraphStates.DumpAsync(), Is.EqualTo(once));
        Assert.That(stale.Select(StateOf).Except(current.Select(StateOf)), Is.Not.Empty, "some of it is stale");
    }

    [Test]
    public async Task It_follows_by_itself_and_what_was_put_aside_does_so_at_once_when_it_is_tried_again()
    {
        var fix = await _memory.TellAsync(Samples.Told());
        var claimed = (await _outbox.ClaimAsync(10, Lease, None)).Single();
        await _outbox.ParkAsync(claimed, "refused for good", None);
        await _projector.StartAsync(None);
        var second = await _memory.TellAsync(Samples.Told(Samples.DiskFull));
        var isSecondThere = await BecomesTrueAsync(async () => (await _graph.GetFixesAsync([second.Id], None)).Count == 1);
        await _outbox.RetryAsync(claimed.Seq, None);
        var isFirstThere = await BecomesTrueAsync(async () => (await _graph.GetFixesAsync([fix.Id], None)).Count == 1);
        await _projector.StopAsync(None);

        Assert.That((isSecondThere, isFirstThere), Is.EqualTo((true, true)));
    }

    private async Task WriteAsync()
    {
        var agents = new PostgresAgentRegistry(_store);
        for (var number = 1; number <= 20; number++)
        {
            var issue = $"disk of role{number % 4} full";
            var told = await _memory.TellAsync(Samples.Told(
                issue, $"clean folder{number}", number % 3 == 0 ? null : number % 2 == 0, $"agent{number % 3}", number % 2 == 0 ? Samples.Web1 : Samples.Web2, Samples.Now + number,
                tags: ["disk"], metadata: """{"a": 1}""", id: Samples.Id(number)));
            await _memory.RecordAsync(Samples.Outcome(told.Id, number % 5 == 0 ? OutcomeKind.Failed : OutcomeKind.Worked, scope: Samples.Web1));
            await agents.RegisterAsync(new AgentRegistration($"agent{number % 3}", $"web-{number % 2}"), Samples.Now + number, null, None);
        }

        await _memory.EraseAsync(RecordKind.Fix, Samples.Id(4), Samples.Now, None);
        await _memory.TellAsync(Samples.Told(new string('x', 40_000) + " long issue", "shorten it", true, "agent1", Samples.Web1));
        await _memory.KeepAsync(Samples.Note());
    }

    private async Task WriteMoreAsync()
    {
        for (var number = 5; number <= 15; number++)
            await _memory.RecordAsync(Samples.Outcome(Samples.Id(number), OutcomeKind.Failed, scope: Samples.Web2));
        await _memory.EraseAsync(RecordKind.Fix, Samples.Id(6), Samples.Now, None);
        var corrected = await _memory.FixAsync(Samples.Id(7));
        await _memory.CorrectFixAsync(Samples.Correction(Samples.Id(7), corrected.Fix.Revision, tags: ["other"]), None);
    }

    private async Task ProjectAllAsync()
    {
        while (await _projector.ProjectAsync(None) > 0)
        {
        }
    }

    /// <summary>The state of everything, as whoever claims it reads it now.</summary>
    private async Task<List<GraphChange>> CurrentAsync()
    {
        var states = new RecordStates(_store);
        await states.ReleaseAsync(await states.EnqueueAllAsync(None), None);
        var claimed = await _outbox.ClaimAsync(1_000, Lease, None);
        await _outbox.CompleteAsync(claimed, None);
        return [.. claimed.Select(item => item.Change).OfType<GraphChange>()];
    }

    private async Task<List<ProjectedState>> HeldAsync()
    {
        var held = new List<ProjectedState>();
        foreach (var kind in new[] { ProjectedKind.Fix, ProjectedKind.Agent })
        {
            for (var after = ""; await _graph.ReadStatesAsync(kind, after, 100, None) is { Count: > 0 } page; after = page[^1].Id)
                held.AddRange(page);
        }

        return held;
    }

    private static ProjectedState StateOf(GraphChange change) => change switch
    {
        FixState fix => new ProjectedState(ProjectedKind.Fix, fix.Fix.Id.ToString(), fix.Revision, StateHash.Of(fix)),
        AgentState agent => new ProjectedState(ProjectedKind.Agent, agent.Agent.Name, agent.Revision, StateHash.Of(agent.Agent)),
        _ => new ProjectedState(ProjectedKind.Fix, ((FixTombstone)change).Id.ToString(), change.Revision, ""),
    };

    private static async Task<bool> BecomesTrueAsync(Func<Task<bool>> isTrue)
    {
        for (var look = 0; look < 400; look++)
        {
            if (await isTrue())
                return true;
            await Task.Delay(25);
        }

        return false;
    }
}
