using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>On a program of its own: instruments of programs that ended in this process would count as ended here, too.</summary>
public sealed class MetricsTests
{
    private static ProductHost? _host;

    private static HttpClient Client => _host!.Client;

    [OneTimeSetUp]
    public static void Start() => _host = new ProductHost();

    [OneTimeTearDown]
    public static void Stop() => _host?.Dispose();

    [Test]
    public async Task The_dashboards_gauges_have_exactly_these_names()
    {
        var client = Client;
        await client.PostAsync("/api/register-agent", new { name = Http.Unique("measured"), server = "s" });
        await client.GetReplyAsync("/api/nothing");

        var text = await ScrapeAsync(client, untilItHas: "ocp_problem_responses_total");

        foreach (var name in new[] { "dashboard_disk_usage_bytes", "dashboard_memory_usage_bytes", "dashboard_cpu_usage_percent", "dashboard_agent_count" })
        {
            Assert.That(text, Does.Contain($"# TYPE {name} gauge\n").And.Contain($"# HELP {name} "));
            Assert.That(text, Does.Match($"(?m)^{name}(\\{{\\}})? \\d"), "one series without labels");
        }

        Assert.That(text, Does.Match("(?m)^ocp_build_info\\{.*version=\"\\d"));
        Assert.That(text, Does.Match("(?m)^ocp_agents\\{.*status=\"active\".*\\} \\d"));
        Assert.That(text, Does.Match("(?m)^ocp_memories\\{.*kind=\"fix\".*\\} \\d"));
        Assert.That(text, Does.Match("(?m)^ocp_store_up\\{.*store=\"memory\".*\\} 1"));
        Assert.That(text, Does.Match("(?m)^ocp_problem_responses_total\\{.*type=\"not-found\".*\\} \\d"));
        Assert.That(text, Does.Not.Contain("otel_scope").And.Not.Contain("target_info"));
        Assert.That(text, Does.EndWith("\n"));
    }

    [Test]
    public async Task Names_of_the_runtime_do_not_end_in_count_where_they_are_gauges()
    {
        var text = await ScrapeAsync(Client, untilItHas: "dotnet_assemblies");

        Assert.That(text, Does.Not.Contain("dotnet_assembly_count").And.Not.Contain("dotnet_timer_count").And.Not.Contain("dotnet_process_cpu_count"));
    }

    [Test]
    public async Task Prometheus_gets_open_metrics_when_it_asks()
    {
        var reply = await Client.GetReplyAsync("/api/metrics", ("Accept", "application/openmetrics-text;version=1.0.0"));

        Assert.That(reply.ContentHeaders.ContentType!.MediaType, Is.EqualTo("application/openmetrics-text"));
        Assert.That(reply.Text, Does.EndWith("# EOF\n"));
    }

    // The exporter caches an answer for 300 ms.
    internal static async Task<string> ScrapeAsync(HttpClient client, string untilItHas)
    {
        var text = "";
        for (var attempt = 0; attempt < 20 && !text.Contains(untilItHas, StringComparison.Ordinal); attempt++)
        {
            await Task.Delay(350);
            var reply = await client.GetReplyAsync("/api/metrics");
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(reply.ContentHeaders.ContentType!.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
            text = reply.Text;
        }

        Assert.That(text, Does.Contain(untilItHas));
        return text;
    }
}
