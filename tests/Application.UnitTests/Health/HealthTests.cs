using Moq;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Application.UnitTests.Health;

public sealed class HealthTests
{
    [Test]
    public async Task All_well_is_healthy_and_the_embedder_is_off()
    {
        using var host = Well();
        var report = await host.SendAsync(new CheckHealthQuery());
        Assert.Multiple(() =>
        {
            Assert.That((report.Status, report.CanRead, report.CanWrite, report.CheckedAt), Is.EqualTo((HealthStatus.Healthy, true, true, host.Now)));
            Assert.That(report.Checks.Select(check => (check.Name, check.Status)), Is.EqualTo(
            [
                ("disk", HealthStatus.Healthy), ("memory", HealthStatus.Healthy), ("database_read", HealthStatus.Healthy), ("database_write", HealthStatus.Healthy),
                ("graph", HealthStatus.Healthy), ("embedder", HealthStatus.Off),
            ]));
            Assert.That(report.Checks.Select(check => check.Message), Has.All.Null);
        });
    }

    [TestCase(EmbedderState.Loading, HealthStatus.Healthy)]
    [TestCase(EmbedderState.Ready, HealthStatus.Healthy)]
    [TestCase(EmbedderState.Failed, HealthStatus.Degraded)]
    public async Task A_model_that_does_not_work_is_told_and_stops_nothing(EmbedderState state, HealthStatus expected)
    {
        using var host = Well();
        host.Embedder.SetupGet(embedder => embedder.State).Returns(state);
        var report = await host.SendAsync(new CheckHealthQuery());
        Assert.That((report.Checks[^1].Status, report.Status, report.CanRead, report.CanWrite), Is.EqualTo((expected, expected, true, true)));
        Assert.That(report.Checks[^1].Message is null, Is.EqualTo(expected == HealthStatus.Healthy));
    }

    [TestCase(84.9, HealthStatus.Healthy)]
    [TestCase(85, HealthStatus.Degraded)]
    [TestCase(96.9, HealthStatus.Degraded)]
    [TestCase(97, HealthStatus.Unhealthy)]
    public async Task The_disks_thresholds_are_inclusive(double percent, HealthStatus expected)
    {
        using var host = Well(disk: (long)(percent * 10));
        var report = await host.SendAsync(new CheckHealthQuery());
        Assert.That((report.Status, report.Checks[0].Status, report.Checks[0].Value), Is.EqualTo((expected, expected, percent)));
        Assert.That((report.Checks[0].DegradedAt, report.Checks[0].UnhealthyAt, report.Checks[0].Unit), Is.EqualTo((85.0, 97.0, "percent")));
    }

    [TestCase(89.9, HealthStatus.Healthy)]
    [TestCase(90, HealthStatus.Degraded)]
    [TestCase(98, HealthStatus.Unhealthy)]
    public async Task The_memorys_thresholds_are_inclusive(double percent, HealthStatus expected)
    {
        using var host = Well(memory: (long)(percent * 10));
        Assert.That((await host.SendAsync(new CheckHealthQuery())).Checks[1].Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_resource_that_cannot_be_read_is_no_good_sign()
    {
        using var host = Well(diskTotal: 0);
        var check = (await host.SendAsync(new CheckHealthQuery())).Checks[0];
        Assert.That((check.Status, check.Value), Is.EqualTo((HealthStatus.Degraded, (double?)null)));
    }

    [TestCase(10_000, HealthStatus.Healthy)]
    [TestCase(10_001, HealthStatus.Degraded)]
    public async Task An_old_probe_of_writing_is_in_doubt(int age, HealthStatus expected)
    {
        using var host = Well();
        host.Store.Setup(s => s.Writing).Returns(new ProbeReading(true, host.Now - age, 0, null));
        var check = (await host.SendAsync(new CheckHealthQuery())).Checks[3];
        Assert.That((check.Status, check.Value), Is.EqualTo((expected, (double?)age)));
    }

    [Test]
    public async Task What_stands_in_for_the_record_degrades_and_serves()
    {
        using var host = Well();
        host.Store.Setup(s => s.Writing).Returns(new ProbeReading(true, host.Now, 0, "The journal takes writes."));
        host.Store.Setup(s => s.ReadAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new ProbeReading(true, host.Now, 0, "The index answers."));
        var report = await host.SendAsync(new CheckHealthQuery());
        Assert.That((report.Status, report.CanRead, report.CanWrite), Is.EqualTo((HealthStatus.Degraded, true, true)));
        Assert.That(
            report.Checks.Skip(2).Take(2).Select(check => (check.Status, check.Message)),
            Is.EqualTo([(HealthStatus.Degraded, "The index answers."), (HealthStatus.Degraded, "The journal takes writes.")]));
    }

    [Test]
    public async Task When_nothing_can_be_acknowledged_it_is_unhealthy_and_can_still_be_read()
    {
        using var host = Well();
        host.Store.Setup(s => s.Writing).Returns(new ProbeReading(false, host.Now, 0, "The disk is full."));
        var report = await host.SendAsync(new CheckHealthQuery());
        Assert.That((report.Status, report.CanRead, report.CanWrite, report.Checks[3].Message), Is.EqualTo((HealthStatus.Unhealthy, true, false, "The disk is full.")));
    }

    [Test]
    public async Task A_record_that_cannot_be_read_is_unhealthy()
    {
        using var host = Well();
        host.Store.Setup(s => s.ReadAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException("memory", "read", true));
        var report = await host.SendAsync(new CheckHealthQuery());
        Assert.That((report.Status, report.CanRead, report.Checks[2].Status), Is.EqualTo((HealthStatus.Unhealthy, false, HealthStatus.Unhealthy)));
    }

    [Test]
    public async Task A_graph_that_is_down_degrades_and_no_more()
    {
        using var host = Well();
        host.Graph.Setup(g => g.GetRecentAsync(1, It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException("graph", "read", true));
        Assert.That((await host.SendAsync(new CheckHealthQuery())).Status, Is.EqualTo(HealthStatus.Degraded));
    }

    [Test]
    public async Task A_store_that_hangs_is_given_up_after_300_milliseconds()
    {
        using var host = Well();
        var asked = new TaskCompletionSource();
        var never = new TaskCompletionSource<ProbeReading>();
        host.Store.Setup(s => s.ReadAsync(It.IsAny<CancellationToken>())).Callback(asked.SetResult).Returns(never.Task);
        var checking = host.SendAsync(new CheckHealthQuery());
        await asked.Task;
        host.Clock.Advance(TimeSpan.FromMilliseconds(299));
        Assert.That(checking.IsCompleted, Is.False);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That((await checking).CanRead, Is.False);
    }

    [Test]
    public async Task Each_check_tells_since_when_it_is_as_it_is()
    {
        using var host = Well();
        await host.SendAsync(new CheckHealthQuery());
        var began = host.Now;
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        host.Host.Setup(h => h.Read()).Returns(new HostReading(990, 1_000, 1, 1_000, 0));
        var report = await host.SendAsync(new CheckHealthQuery());
        Assert.That((report.Checks[0].Since, report.Checks[1].Since), Is.EqualTo((began + 5_000, began)));
    }

    [Test]
    public async Task The_first_look_shows_the_newest_of_everything()
    {
        using var host = Well();
        host.Memory.Setup(m => m.GetStatsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new RecordStats("sqlite", 4, 3, 2, 9, 1, 1));
        host.Memory.Setup(m => m.ListFixesAsync(new FixListQuery(20), It.IsAny<CancellationToken>())).ReturnsAsync([Known.Record()]);
        host.Memory.Setup(m => m.GetPatternsAsync(host.Now - (7L * 86_400_000), It.IsAny<long>(), host.Now, 20, It.IsAny<CancellationToken>())).ReturnsAsync([]);
        host.Agents.Setup(a => a.CountAsync(host.Now, It.IsAny<CancellationToken>())).ReturnsAsync(new Dictionary<AgentStatus, long>
        {
            [AgentStatus.Active] = 1, [AgentStatus.Late] = 2, [AgentStatus.Offline] = 3, [AgentStatus.Retired] = 100,
        });
        var first = Enumerable.Range(0, 200).Select(i => Known.Agent($"a{i:000}", lastSeen: i)).ToList();
        host.Agents.Setup(a => a.ListAsync(null, null, 200, host.Now, It.IsAny<CancellationToken>())).ReturnsAsync(first);
        host.Agents.Setup(a => a.ListAsync(null, "a199", 200, host.Now, It.IsAny<CancellationToken>())).ReturnsAsync([Known.Agent("z", lastSeen: host.Now)]);
        var state = await host.SendAsync(new GetStateQuery());
        Assert.Multiple(() =>
        {
            Assert.That((state.GeneratedAt, state.Health.Status), Is.EqualTo((host.Now, HealthStatus.Healthy)));
            Assert.That(state.Counts, Is.EqualTo(new StateCounts(4, 3, 2, 6, 5)));
            Assert.That(state.Fixes.Single().Fix.Id, Is.EqualTo(Known.Id));
            Assert.That(state.Agents, Has.Count.EqualTo(20));
            Assert.That(state.Agents.Take(2).Select(view => view.Agent.Name), Is.EqualTo(["z", "a199"]));
            Assert.That(state.Agents[0].Status, Is.EqualTo(AgentStatus.Active));
        });
    }

    private static TestHost Well(long disk = 1, long memory = 1, long diskTotal = 1_000)
    {
        var host = new TestHost();
        host.Host.Setup(h => h.Read()).Returns(new HostReading(disk, diskTotal, memory, 1_000, 0));
        host.Store.Setup(s => s.ReadAsync(It.IsAny<CancellationToken>())).ReturnsAsync(new ProbeReading(true, host.Now, 0, null));
        host.Store.Setup(s => s.Writing).Returns(() => new ProbeReading(true, host.Now, 0, null));
        host.Graph.Setup(g => g.GetRecentAsync(1, It.IsAny<CancellationToken>())).ReturnsAsync([]);
        return host;
    }
}
