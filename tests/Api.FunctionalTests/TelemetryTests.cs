using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class TelemetryTests
{
    private static HttpClient Client => SharedHost.Client;

    [Test]
    public async Task A_report_registers_its_agent_and_refuses_a_bad_fix_alone()
    {
        var agent = Http.Unique("reporter");
        var body = $$"""
            {"agent": "{{agent}}", "server": "web-1", "seq": 1, "metrics": {"load": 0.5, "disk": 3},
             "fixes": [{"issue": "{{Http.Unique("load on")}}", "solution": "nice it"}, {"issue": 7, "solution": "\ud800"}, "x"], "issues": [{"issue": "{{Http.Unique("seen")}}"}]}
            """;

        var first = await Client.PostAsync("/api/telemetry-report", body);
        var again = await Client.PostAsync("/api/telemetry-report", body);

        Assert.That(first.Status, Is.EqualTo(HttpStatusCode.OK), first.Text);
        Assert.That(first.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "received", "duplicate", "agent", "fixes" }));
        Assert.That(first.Json["fixes"]!.AsArray().Select(item => (int)item!["status"]!), Is.EqualTo(new[] { 201, 400, 400 }));
        Assert.That(first.Json["fixes"]![1]!["problem"]!["errors"]!.AsObject().Select(field => field.Key), Is.EquivalentTo(new[] { "issue", "solution" }));
        Assert.That((string?)first.Json["agent"]!["name"], Is.EqualTo(agent));
        Assert.That(((bool)first.Json["duplicate"]!, (bool)again.Json["duplicate"]!), Is.EqualTo((false, true)), again.Text);
    }

    [Test]
    public async Task Figures_are_read_back_as_series()
    {
        var agent = Http.Unique("figures");
        var path = $"/api/agents/{Uri.EscapeDataString(agent)}/telemetry";
        await Client.PostAsync("/api/telemetry-report", new
        {
            agent, metrics = new object[] { new { name = "cpu", value = .5, unit = "1", attributes = new { core = 0 } }, new { name = "mem", value = 7 } },
        });

        var all = await Client.GetReplyAsync(path);
        var one = await Client.GetReplyAsync($"{path}?name=cpu&since=2020-01-01T00:00:00Z&step=60");
        var none = await Client.GetReplyAsync($"{path}?name=nothing");

        Assert.That(all.Json["series"]!.AsArray().Select(series => (string?)series!["name"]), Is.EqualTo(new[] { "cpu", "mem" }), all.Text);
        Assert.That(one.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "agent", "name", "unit", "points", "series" }));
        Assert.That((string?)one.Json["unit"], Is.EqualTo("1"));
        Assert.That((double)one.Json["points"]![0]![1]!, Is.EqualTo(.5));
        Assert.That((long)one.Json["points"]![0]![0]!, Is.GreaterThan(1_600_000_000_000));
        Assert.That(none.Json["points"]!.AsArray(), Is.Empty);
    }

    [TestCase("""{"metrics": {}}""", "agent")]
    [TestCase("""{"agent": "a"}""", "metrics")]
    [TestCase("""{"agent": "a", "metrics": 7}""", "metrics")]
    [TestCase("""{"agent": "a", "metrics": {"load": "high"}}""", "metrics.load")]
    [TestCase("""{"agent": "a", "metrics": {"load": 1e999}}""", "metrics.load")]
    [TestCase("""{"agent": "a", "metrics": [{"value": 1}]}""", "metrics[0].name")]
    [TestCase("""{"agent": "a", "metrics": [{"name": "x", "value": 1}], "issues": [7]}""", "issues[0]")]
    [TestCase("""{"agent": "a", "metrics": {}, "seq": "one"}""", "seq")]
    public async Task A_wrong_report_is_400(string body, string field)
    {
        var reply = await Client.PostAsync("/api/telemetry-report", body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.WrongFields, Does.Contain(field));
    }

    [TestCase("step=0", "step")]
    [TestCase("step=86401", "step")]
    [TestCase("since=never", "since")]
    [TestCase("agent=x", "agent")]
    public async Task A_wrong_parameter_of_a_series_is_named(string query, string parameter) =>
        Assert.That((await Client.GetReplyAsync($"/api/agents/anyone/telemetry?{query}")).WrongFields, Is.EqualTo(new[] { parameter }));
}
