using Microsoft.Extensions.Logging.Abstractions;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Reference;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Infrastructure.Outbox;

namespace ObsControlPlane.Contracts.Outbox;

/// <summary>From the outbox to the graph: everything arrives, what is refused is put aside alone, and what fails waits.</summary>
public sealed class GraphProjectorTests
{
    private readonly MemoryOutbox _outbox = new();
    private ChoosyGraph _graph = null!;
    private GraphProjector _projector = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _outbox.Clear();
        _graph = new ChoosyGraph(await new ReferenceGraph(ReferenceRules.Contract).StartEmptyAsync());
        _projector = new GraphProjector(_outbox, _graph, NullLogger<GraphProjector>.Instance);
    }

    [TearDown]
    public void Close() => _projector.Dispose();

    [Test]
    public async Task What_waits_is_delivered_and_forgotten()
    {
        for (var number = 1; number <= 1_200; number++)
            _outbox.Add(StateOf(number));
        var delivered = 0;
        while (await _projector.ProjectAsync(default) is var some and > 0)
            delivered += some;

        Assert.That((delivered, _outbox.Waiting, (await _graph.GetStatsAsync(default)).Fixes), Is.EqualTo((1_200, 0, 1_200L)));
    }

    [Test]
    public async Task What_the_graph_refuses_is_put_aside_and_delays_no_other()
    {
        for (var number = 1; number <= 300; number++)
            _outbox.Add(StateOf(number));
        _graph.Refused = [Samples.Id(7), Samples.Id(8), Samples.Id(299)];
        await _projector.ProjectAsync(default);

        Assert.That(_outbox.Parked.Select(parked => parked.Seq), Is.EqualTo(new long[] { 7, 8, 299 }));
        Assert.That((_outbox.Waiting, (await _graph.GetStatsAsync(default)).Fixes), Is.EqualTo((0, 297L)));
    }

    [Test]
    public async Task One_refusal_in_a_hundred_costs_little_more_than_none()
    {
        for (var number = 1; number <= 3_000; number++)
            _outbox.Add(StateOf(number));
        _graph.Refused = [.. Enumerable.Range(0, 30).Select(number => Samples.Id((number * 100) + 37))];
        while (await _projector.ProjectAsync(default) > 0)
        {
        }

        // What is sent in vain is work for the graph like what is not.
        Assert.That((_outbox.Parked.Count, _outbox.Waiting), Is.EqualTo((30, 0)));
        Assert.That(_graph.Sent, Is.LessThan(3_000 * 2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task While_the_graph_fails_everything_waits_ever_longer_and_nothing_is_put_aside(bool transient)
    {
        _outbox.Add(StateOf(1));
        _graph.Failure = new StoreUnavailableException("graph", "project", transient);
        var pauses = new List<TimeSpan>();
        for (var round = 0; round < 8; round++)
        {
            await _projector.ProjectAsync(default);
            pauses.Add(_outbox.Pause);
        }

        Assert.That(pauses, Is.Ordered.And.All.InRange(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10)));
        Assert.That((_outbox.Waiting, _outbox.Parked.Count), Is.EqualTo((1, 0)));
        _graph.Failure = null;
        await _projector.ProjectAsync(default);
        Assert.That((_outbox.Waiting, (await _graph.GetStatsAsync(default)).Fixes), Is.EqualTo((0, 1L)));
    }

    [Test]
    public async Task A_row_whose_subject_is_gone_is_forgotten()
    {
        _outbox.Add(null);

        Assert.That((await _projector.ProjectAsync(default), _outbox.Waiting), Is.EqualTo((1, 0)));
    }

    private static IEnumerable<Exception> FailuresOfAClaim() =>
        [new StoreUnavailableException("memory", "claim", transient: true), new InvalidOperationException("a fault of ours"), new TaskCanceledException("a time limit inside")];

    [TestCaseSource(nameof(FailuresOfAClaim))]
    public async Task It_goes_on_by_itself_when_a_claim_fails(Exception failure)
    {
        _outbox.Failure = failure;
        _outbox.Add(StateOf(1));
        _outbox.FailingClaims = 1;
        await _projector.StartAsync(default);
        for (var look = 0; look < 400 && _outbox.Waiting > 0; look++)
            await Task.Delay(10);
        await _projector.StopAsync(default);

        Assert.That(_outbox.Waiting, Is.Zero);
        Assert.That(_outbox.Releases, Is.EqualTo(1), "what the claim may have taken does not wait for the end of its lease");
    }

    private static FixState StateOf(int number)
    {
        var report = Samples.Told($"issue {number}", id: Samples.Id(number));
        return new FixState(Fix.FirstTold(report, report.IssueText!) with { Revision = number }, [], [report]);
    }

    /// <summary>A graph that refuses some fixes, or everything.</summary>
    private sealed class ChoosyGraph(IFixGraph graph) : IFixGraph
    {
        public HashSet<Guid> Refused { get; set; } = [];

        public StoreUnavailableException? Failure { get; set; }

        public int Sent { get; private set; }

        public Task<int> ProjectAsync(IReadOnlyList<GraphChange> changes, CancellationToken ct)
        {
            Sent += changes.Count;
            return Failure is not null ? Task.FromException<int>(Failure)
            : changes.OfType<FixState>().Any(state => Refused.Contains(state.Fix.Id))
                ? Task.FromException<int>(new StoreUnavailableException("graph", "project", transient: false) { IsRefusal = true })
            : graph.ProjectAsync(changes, ct);
        }

        public Task<IReadOnlyList<FixWithEvidence>> GetFixesAsync(IReadOnlyList<Guid> ids, CancellationToken ct) => graph.GetFixesAsync(ids, ct);

        public Task<IReadOnlyList<FixWithEvidence>> GetRecentAsync(int limit, CancellationToken ct) => graph.GetRecentAsync(limit, ct);

        public Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct) => graph.FindSimilarAsync(text, limit, ct);

        public Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct) =>
            graph.GetPatternsAsync(since, previousSince, until, limit, ct);

        public Task<IReadOnlyList<Domain.Agents.Agent>> GetAgentsAsync(int limit, CancellationToken ct) => graph.GetAgentsAsync(limit, ct);

        public Task<IReadOnlyList<RelatedFix>> GetRelatedAsync(Domain.Issues.Fingerprint fingerprint, int limit, CancellationToken ct) =>
            graph.GetRelatedAsync(fingerprint, limit, ct);

        public Task<GraphStats> GetStatsAsync(CancellationToken ct) => graph.GetStatsAsync(ct);
    }
}
