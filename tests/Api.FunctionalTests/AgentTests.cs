using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class AgentTests
{
    private static HttpClient Client => SharedHost.Client;

    private static readonly string[] Members =
        ["name", "server", "status", "instance_id", "registered_at", "last_seen", "last_seen_at", "lease", "last_report", "metadata"];

    [Test]
    public async Task Registering_is_201_and_renewing_200()
    {
        var name = Http.Unique("agent");
        var first = await Client.PostAsync("/api/register-agent", new { name, server = "web-1", interval_seconds = 30 });
        var again = await Client.PostAsync("/api/register-agent", new { name, server = "web-2" });

        Assert.That(first.Status, Is.EqualTo(HttpStatusCode.Created), first.Text);
        Assert.That(first.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "registered", "agent", "previous_server" }));
        Assert.That(first.Json["agent"]!.AsObject().Select(member => member.Key), Is.EquivalentTo(Members));
        Assert.That(first.Json["agent"]!["lease"]!.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "interval_seconds", "late_at", "offline_at" }));
        Assert.That((string?)first.Json["agent"]!["status"], Is.EqualTo("active"));
        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((string?)again.Json["previous_server"], Is.EqualTo("web-1"));
    }

    [Test]
    public async Task A_name_that_another_installation_holds_is_409_until_it_is_taken_over()
    {
        var name = Http.Unique("held");
        await Client.PostAsync("/api/register-agent", new { name, server = "web-1", instance_id = "one" });

        var refused = await Client.PostAsync("/api/register-agent", new { name, server = "web-2", instance_id = "two" });
        var report = await Client.PostAsync("/api/telemetry-report", new { agent = name, instance_id = "two", metrics = new { load = 1 } });
        var taken = await Client.PostAsync("/api/register-agent", new { name, server = "web-2", instance_id = "two", takeover = true });

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.Conflict), refused.Text);
        Assert.That(refused.Problem, Is.EqualTo("/problems/agent-name-in-use"));
        Assert.That((string?)refused.Json["server"], Is.EqualTo("web-1"));
        Assert.That((string?)refused.Json["free_at"], Does.EndWith("Z"));
        Assert.That(report.Problem, Is.EqualTo("/problems/agent-name-in-use"), report.Text);
        Assert.That(taken.Status, Is.EqualTo(HttpStatusCode.OK), taken.Text);
    }

    [Test]
    public async Task An_agent_is_read_retired_and_back()
    {
        var name = Http.Unique("ä agent");
        var path = $"/api/agents/{Uri.EscapeDataString(name)}";
        await Client.PostAsync("/api/register-agent", new { name, server = "web-1" });

        Assert.That((string?)(await Client.GetReplyAsync(path)).Json["name"], Is.EqualTo(name));
        Assert.That((string?)(await Client.SendAsync(HttpMethod.Delete, path)).Json["status"], Is.EqualTo("retired"));
        Assert.That((string?)(await Client.GetReplyAsync(path)).Json["status"], Is.EqualTo("retired"));
        await Client.PostAsync("/api/register-agent", new { name, server = "web-1" });
        Assert.That((string?)(await Client.GetReplyAsync(path)).Json["status"], Is.EqualTo("active"));
    }

    [Test]
    public async Task An_unknown_agent_is_404_everywhere()
    {
        Assert.That((await Client.GetReplyAsync("/api/agents/nobody-here")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Client.SendAsync(HttpMethod.Delete, "/api/agents/nobody-here")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Client.GetReplyAsync("/api/agents/nobody-here/telemetry")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("""{}""", "name", "server")]
    [TestCase("""{"name": "..", "server": "s"}""", "name")]
    [TestCase("""{"name": "a/b", "server": "s"}""", "name")]
    [TestCase("""{"name": "a", "server": "s", "interval_seconds": 0}""", "interval_seconds")]
    [TestCase("""{"name": "a", "server": "s", "takeover": "yes"}""", "takeover")]
    public async Task A_wrong_registration_is_400(string body, params string[] fields) =>
        Assert.That((await Client.PostAsync("/api/register-agent", body)).WrongFields, Is.EquivalentTo(fields));

    [Test]
    public async Task Agents_are_listed_by_name_page_by_page()
    {
        foreach (var name in new[] { "zz-a", "zz-b", "zz-c" })
            await Client.PostAsync("/api/register-agent", new { name, server = "s" });
        var names = new List<string>();
        string? cursor = null;

        do
        {
            var page = await Client.GetReplyAsync($"/api/agents?limit=2&status=active{(cursor is null ? "" : $"&cursor={cursor}")}");
            names.AddRange(page.Json["agents"]!.AsArray().Select(agent => (string)agent!["name"]!));
            cursor = (string?)page.Json["next_cursor"];
        }
        while (cursor is not null && names.Count < 1_000);

        Assert.That(names, Is.Unique.And.SupersetOf(new[] { "zz-a", "zz-b", "zz-c" }));
        Assert.That(names, Is.EqualTo(names.Order(StringComparer.Ordinal)));
    }

    [TestCase("status=asleep", "status")]
    [TestCase("limit=201", "limit")]
    public async Task A_wrong_parameter_of_the_list_is_named(string query, string parameter) =>
        Assert.That((await Client.GetReplyAsync($"/api/agents?{query}")).WrongFields, Is.EqualTo(new[] { parameter }));
}
