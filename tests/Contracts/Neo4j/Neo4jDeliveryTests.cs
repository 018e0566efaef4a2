using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Neo4j;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>However states arrive, the graph ends the same, node for node and relationship for relationship.</summary>
[TestFixture]
public sealed class Neo4jDeliveryTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] Issues = ["kubelet down", "etcd slow", "disk full", "checkout crashes", "no route to host"];

    private Neo4jFixGraph _graph = null!;

    [SetUp]
    public async Task StartEmpty() => _graph = await SharedNeo4j.RequireAsync();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Three_times_shuffled_with_stale_states_ends_as_in_order(int seed)
    {
        var changes = History(new Random(seed));
        foreach (var change in changes)
            await _graph.ProjectAsync([change], None);
        var inOrder = await GraphStates.DumpAsync();

        await _graph.ClearAsync(None);
        var random = new Random(seed + 100);
        var delivered = changes.Concat(changes).Concat(changes).OrderBy(_ => random.Next()).ToList();
        while (delivered.Count > 0)
        {
            var batch = delivered.Take(random.Next(1, 40)).ToList();
            delivered.RemoveRange(0, batch.Count);
            await _graph.ProjectAsync(batch, None);
        }

        Assert.That(await GraphStates.DumpAsync(), Is.EqualTo(inOrder));
        Assert.That(inOrder.Count(line => line.Contains("FOLLOWED_BY", StringComparison.Ordinal)), Is.GreaterThan(3));
    }

    [Test]
    public async Task By_many_at_once_it_ends_as_in_order()
    {
        var changes = History(new Random(7));
        foreach (var change in changes)
            await _graph.ProjectAsync([change], None);
        var inOrder = await GraphStates.DumpAsync();

        await _graph.ClearAsync(None);
        var random = new Random(8);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.WhenAll(changes.OrderBy(_ => random.Next()).Chunk(20).Select(batch => _graph.ProjectAsync(batch, None))).WaitAsync(TimeSpan.FromMinutes(2))));

        Assert.That(await GraphStates.DumpAsync(), Is.EqualTo(inOrder));
    }

    [Test]
    public async Task A_refused_row_is_told_from_a_failed_store()
    {
        var bad = GraphStates.Fix(Samples.Id(1), 1, Samples.Told(agent: new string('x', 40_000)));
        var refused = Assert.ThrowsAsync<StoreUnavailableException>(() => _graph.ProjectAsync([bad, GraphStates.Fix(Samples.Id(2), 2, Samples.Told())], None))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.IsRefusal, refused.IsTransient), Is.EqualTo((true, false)));
            Assert.That(await _graph.GetRecentAsync(10, None), Is.Empty);
            Assert.That(await _graph.ProjectAsync([GraphStates.Fix(Samples.Id(2), 2, Samples.Told())], None), Is.EqualTo(1));
        }
    }

    // Twelve fixes that grow by reports, lose some, are erased and come back; agents that move.
    private static List<GraphChange> History(Random random)
    {
        var changes = new List<GraphChange>();
        var told = new Dictionary<int, List<FixReport>>();
        for (var revision = 1; revision <= 90; revision++)
        {
            var n = random.Next(1, 13);
            if (random.Next(12) == 0)
            {
                changes.Add(new FixTombstone(Samples.Id(n), revision));
                told.Remove(n);
                continue;
            }

            if (random.Next(8) == 0)
            {
                changes.Add(GraphStates.Agent($"agent-{random.Next(3)}", $"web-{random.Next(4)}", revision));
                continue;
            }

            if (!told.TryGetValue(n, out var reports))
                told[n] = reports = [];
            reports.Add(Report(random, n));
            if (reports.Count > 2 && random.Next(6) == 0)
                reports.RemoveAt(random.Next(1, reports.Count));
            changes.Add(GraphStates.Fix(Samples.Id(n), revision, [.. reports]));
        }

        return changes;
    }

    // Apart far enough that within an hour on a server there are never more than the ten that a succession looks at.
    private static FixReport Report(Random random, int n) => Samples.Told(
        Issues[n % Issues.Length], $"do {n}", random.Next(3) == 0 ? null : random.Next(2) == 0, random.Next(4) == 0 ? null : $"agent-{random.Next(5)}",
        random.Next(4) == 0 ? Scope.Everywhere : new Scope(Server: $"web-{random.Next(3)}"), Samples.Now + (random.Next(40) * 20 * Samples.Minute));
}
