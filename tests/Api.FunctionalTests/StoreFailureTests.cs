using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Memories;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>What a failing store looks like from outside.</summary>
public sealed class StoreFailureTests
{
    [TestCase(false, "store-unavailable")]
    [TestCase(true, "overloaded")]
    public async Task A_write_that_is_not_stored_is_503_with_a_time_to_come_back(bool overload, string slug)
    {
        using var host = HostWith(new StoreUnavailableException("memory", "take a memory", transient: true, new InvalidOperationException("SELECT secret FROM /var/lib/x"))
        {
            IsOverload = overload, RetryAfterSeconds = 7,
        });

        var reply = await host.Client.PostAsync("/api/remember", new { key = "note:x", content = "y" });

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), reply.Text);
        Assert.That(reply.Problem, Is.EqualTo($"/problems/{slug}"));
        Assert.That(reply.Header("Retry-After"), Is.EqualTo("7"));
        Assert.That(Leaks.In(reply.Text), Is.Empty);
    }

    [Test]
    public async Task A_bug_is_500_and_tells_nothing_but_its_trace()
    {
        using var host = HostWith(new InvalidOperationException("SELECT secret FROM /var/lib/x"));

        var reply = await host.Client.PostAsync("/api/remember", new { key = "note:x", content = "y" });

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(reply.Problem, Is.EqualTo("/problems/internal"));
        Assert.That((string?)reply.Json["traceId"], Is.Not.Empty);
        Assert.That(reply.Text, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task A_store_that_hangs_costs_a_scrape_its_store_gauges_only()
    {
        var agents = new Mock<IAgentRegistry>();
        agents.Setup(port => port.CountAsync(It.IsAny<long>(), It.IsAny<CancellationToken>()))
            .Returns(async (long _, CancellationToken ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct);
                return null!;
            });
        using var host = new ProductHost(services => services.AddSingleton(agents.Object));
        var started = TimeProvider.System.GetTimestamp();

        var text = await MetricsTests.ScrapeAsync(host.Client, untilItHas: "dashboard_disk_usage_bytes");

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(20)));
        Assert.That(text, Does.Not.Contain("dashboard_agent_count"));
    }

    private static ProductHost HostWith(Exception failure)
    {
        var memory = new Mock<IFixMemory>();
        memory.Setup(port => port.TakeMemoryAsync(It.IsAny<Memory>(), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);
        return new ProductHost(services => services.AddSingleton(memory.Object));
    }
}
