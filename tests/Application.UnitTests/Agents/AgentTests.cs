using Moq;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Application.UnitTests.Agents;

public sealed class AgentTests
{
    [Test]
    public async Task Registering_tells_the_registry_all_that_was_said()
    {
        using var host = new TestHost();
        var key = new WriteKey("k", 0, "d");
        var receipt = new Written<AgentReceipt>(new AgentReceipt(Known.Agent(), true, null));
        host.Agents.Setup(a => a.RegisterAsync(new AgentRegistration("a", "s", "i", 30, new Metadata("{}"), true), host.Now, key, It.IsAny<CancellationToken>()))
            .ReturnsAsync(receipt);
        Assert.That(await host.SendAsync(new RegisterAgentCommand("a", "s", "i", 30, new Metadata("{}"), true, key)), Is.EqualTo(receipt));
    }

    [Test]
    public void A_name_in_use_is_passed_on()
    {
        using var host = new TestHost();
        host.Agents.Setup(a => a.RegisterAsync(It.IsAny<AgentRegistration>(), It.IsAny<long>(), null, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new DomainException(ProblemCodes.AgentNameInUse, "taken"));
        Assert.That(() => host.SendAsync(new RegisterAgentCommand("a", "s", null, null, null, false, null)), Throws.InstanceOf<DomainException>());
    }

    [Test]
    public async Task Retiring_uses_our_clock()
    {
        using var host = new TestHost();
        host.Agents.Setup(a => a.RetireAsync("a", host.Now, It.IsAny<CancellationToken>())).ReturnsAsync(Known.Agent());
        Assert.That(await host.SendAsync(new RetireAgentCommand("a")), Is.EqualTo(Known.Agent()));
    }

    [TestCase("active", AgentStatus.Active)]
    [TestCase("late", AgentStatus.Late)]
    [TestCase("offline", AgentStatus.Offline)]
    [TestCase("retired", AgentStatus.Retired)]
    [TestCase(null, null)]
    public async Task A_page_of_agents_goes_on_after_its_last_name(string? word, AgentStatus? status)
    {
        using var host = new TestHost();
        host.Agents.Setup(a => a.ListAsync(status, "a", 3, host.Now, It.IsAny<CancellationToken>()))
            .ReturnsAsync([Known.Agent("b", host.Now), Known.Agent("c"), Known.Agent("d")]);
        var page = await host.SendAsync(new GetAgentsQuery(word, "a", 2));
        Assert.That(page.Agents.Select(view => (view.Agent.Name, view.Status)), Is.EqualTo([("b", AgentStatus.Active), ("c", AgentStatus.Retired)]));
        Assert.That(page.Next, Is.EqualTo("c"));
    }

    [Test]
    public async Task The_last_page_ends()
    {
        using var host = new TestHost();
        host.Agents.Setup(a => a.ListAsync(null, null, 3, host.Now, It.IsAny<CancellationToken>())).ReturnsAsync([Known.Agent("b"), Known.Agent("c")]);
        Assert.That((await host.SendAsync(new GetAgentsQuery(Limit: 2))).Next, Is.Null);
    }

    [Test]
    public async Task One_agent_is_shown_with_its_lease_now()
    {
        using var host = new TestHost();
        host.Agents.Setup(a => a.GetAsync("a", It.IsAny<CancellationToken>())).ReturnsAsync(Known.Agent(lastSeen: host.Now - 120_000));
        Assert.That((await host.SendAsync(new GetAgentQuery("a")))!.Status, Is.EqualTo(AgentStatus.Late));
    }

    [Test]
    public async Task Series_begin_a_day_ago_unless_asked_otherwise()
    {
        using var host = new TestHost();
        MetricSeries[] series = [new("cpu", null, [new MetricPoint(1, 2)])];
        host.Agents.Setup(a => a.GetAsync("a", It.IsAny<CancellationToken>())).ReturnsAsync(Known.Agent());
        host.Telemetry.Setup(t => t.ReadAsync(new SeriesQuery("a", "cpu", host.Now - 86_400_000, 60_000, 10_000), It.IsAny<CancellationToken>())).ReturnsAsync(series);
        Assert.That(await host.SendAsync(new GetAgentTelemetryQuery("a", "cpu", null, 60)), Is.EqualTo(series));
    }

    [Test]
    public async Task Nobody_has_no_series_and_no_lease()
    {
        using var host = new TestHost();
        host.Agents.Setup(a => a.GetAsync("a", It.IsAny<CancellationToken>())).ReturnsAsync((Agent?)null);
        Assert.Multiple(async () =>
        {
            Assert.That(await host.SendAsync(new GetAgentTelemetryQuery("a", null, null, null)), Is.Null);
            Assert.That(await host.SendAsync(new GetAgentQuery("a")), Is.Null);
        });
    }
}
