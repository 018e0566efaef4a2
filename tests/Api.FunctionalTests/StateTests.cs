using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class StateTests
{
    private static HttpClient Client => SharedHost.Client;

    [Test]
    public async Task The_state_holds_what_a_first_look_needs()
    {
        await Client.PostAsync("/api/fixes", new { issue = Http.Unique("state of"), solution = "x" });

        var reply = await Client.GetReplyAsync("/api/state");

        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "generated_at", "health", "counts", "agents", "fixes", "patterns" }), reply.Text);
        Assert.That((int)reply.Json["counts"]!["fixes"]!, Is.GreaterThan(0));
    }

    [Test]
    public async Task The_stats_have_the_contracts_members()
    {
        var reply = await Client.GetReplyAsync("/api/stats");

        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "mode", "version", "fingerprint_version", "stores", "vectors" }), reply.Text);
        Assert.That(reply.Json["stores"]!["memory"]!.AsObject().Select(member => member.Key), Is.EqualTo(new[]
        {
            "kind", "fixes", "memories", "outcomes", "agents", "bytes", "schema_version",
        }));
        Assert.That(reply.Json["stores"]!["graph"]!.AsObject().Select(member => member.Key), Is.EqualTo(new[]
        {
            "kind", "fix", "agent", "issue", "server", "relationships", "lag_ms",
        }));
        Assert.That(reply.Json["vectors"]!.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "model", "dimension", "serving", "ready", "pending" }));
    }

    [Test]
    public async Task Health_names_every_check()
    {
        var reply = await Client.GetReplyAsync("/health");

        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "status", "version", "checked_at", "checks" }), reply.Text);
        Assert.That(reply.Json["checks"]!.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "disk", "memory", "database_read", "database_write", "graph", "embedder" }));
        Assert.That(reply.Json["checks"]!["disk"]!.AsObject().Select(member => member.Key), Is.EqualTo(new[]
        {
            "status", "value", "unit", "degraded_at", "unhealthy_at", "since", "message",
        }));
        Assert.That((string?)reply.Json["checks"]!["embedder"]!["status"], Is.EqualTo("off"));
        Assert.That(reply.Header("Cache-Control"), Is.EqualTo("no-store"));
    }

    [Test]
    public async Task Health_comes_in_the_drafts_form_on_request()
    {
        var reply = await Client.GetReplyAsync("/health", ("Accept", "application/health+json"));

        Assert.That(reply.ContentHeaders.ContentType!.MediaType, Is.EqualTo("application/health+json"));
        Assert.That((string?)reply.Json["status"], Is.AnyOf("pass", "warn", "fail"));
        Assert.That(reply.Json["checks"]!["disk:utilization"]![0]!.AsObject().ContainsKey("observedValue"));
    }

    [TestCase("/health/live")]
    [TestCase("/livez")]
    [TestCase("/health/ready")]
    [TestCase("/readyz")]
    public async Task Probes_answer_for_get_and_head(string path)
    {
        Assert.That((await Client.GetReplyAsync(path)).Text, Is.EqualTo("""{"status":"healthy"}"""));
        Assert.That((await Client.SendAsync(HttpMethod.Head, path)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("/api/state?x=1")]
    [TestCase("/api/stats?x=1")]
    [TestCase("/api/export?x=1")]
    public async Task Routes_without_parameters_take_none(string path) =>
        Assert.That((await Client.GetReplyAsync(path)).WrongFields, Is.EqualTo(new[] { "x" }));
}
