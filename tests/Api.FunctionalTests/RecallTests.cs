using System.Net;
using System.Text.Json;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class RecallTests
{
    private static HttpClient Client => SharedHost.Client;

    private static readonly string[] Members =
    [
        "recall_id", "query", "verdict", "complete", "took_ms", "vectors_pending", "sources", "results", "avoid", "related", "candidates", "explanation",
    ];

    [Test]
    public async Task Another_host_with_the_same_issue_gets_the_proven_fix()
    {
        var word = Http.Unique("inodes exhausted in volume");
        await Client.PostAsync("/api/fixes", new { issue = $"{word} on web-2 at 98%", solution = "delete stale session files", success = true, scope = new { service = "mail" } });

        var reply = await Client.GetReplyAsync($"/api/recall?key={Uri.EscapeDataString($"issue:{word} on web-7 at 91%")}&explain=true");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EquivalentTo(Members));
        Assert.That((string?)reply.Json["verdict"], Is.EqualTo("proven"));
        var hit = reply.Json["results"]![0]!.AsObject();
        Assert.That((string?)hit["solution"], Is.EqualTo("delete stale session files"));
        Assert.That(hit.Select(member => member.Key), Is.SupersetOf(new[] { "score", "similar", "differs", "came_back", "sources", "signals", "evidence", "path", "standing", "issue" }));
        var evidence = hit["evidence"]!.AsArray().Single()!.AsObject();
        Assert.That(evidence.Select(member => member.Key), Is.EquivalentTo(new[] { "scope", "worked", "failed", "unknown", "came_back" }));
        Assert.That(((string?)evidence["scope"]!["service"], (long)evidence["worked"]!, (long)evidence["failed"]!), Is.EqualTo(("mail", 1L, 0L)));
        Assert.That(hit["signals"]!.AsArray().Sum(signal => (double)signal!["contribution"]!), Is.EqualTo((double)hit["score"]!).Within(1e-6));
        Assert.That(reply.Json["explanation"]!.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "tiers", "threshold", "runner_up" }));
    }

    [Test]
    public async Task A_key_that_exists_gives_its_memory_first()
    {
        var key = Http.Unique("runbook:failover of");
        await Client.PostAsync("/api/remember", new { key, content = "promote the replica" });

        var reply = await Client.PostAsync("/api/recall", new { key, limit = 3, explain = false });

        Assert.That((string?)reply.Json["results"]![0]!["kind"], Is.EqualTo("memory"), reply.Text);
        Assert.That((string?)reply.Json["results"]![0]!["content"], Is.EqualTo("promote the replica"));
        Assert.That(reply.Json["explanation"], Is.Null);
    }

    [Test]
    public async Task Nothing_known_is_an_answer()
    {
        var reply = await Client.PostAsync("/api/recall", new { key = "issue:zzqqx wvvut yyplm", filter = new { tag = "no-such-tag" } });

        Assert.That((string?)reply.Json["verdict"], Is.EqualTo("none"), reply.Text);
        Assert.That(reply.Json["results"]!.AsArray(), Is.Empty);
    }

    [TestCase("""{}""", "key")]
    [TestCase("""{"key": "issue: "}""", "key")]
    [TestCase("""{"key": "x", "limit": 101}""", "limit")]
    [TestCase("""{"key": "x", "limit": "ten"}""", "limit")]
    [TestCase("""{"key": "x", "budget_ms": 10001}""", "budget_ms")]
    [TestCase("""{"key": "x", "budget_ms": 0}""", "budget_ms")]
    [TestCase("""{"key": "x", "filter": {"servce": "web"}}""", "filter.servce")]
    [TestCase("""{"key": "x", "filter": {"kind": "both"}}""", "filter.kind")]
    [TestCase("""{"key": "x", "scope": {"agent": "a"}}""", "scope.agent")]
    [TestCase("""{"key": "x", "exclude": ["7"]}""", "exclude[0]")]
    [TestCase("""{"key": "x", "explain": 1}""", "explain")]
    public async Task A_wrong_question_is_400(string body, string field)
    {
        var reply = await Client.PostAsync("/api/recall", body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.WrongFields, Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task More_than_1000_exclusions_are_refused()
    {
        string Body(int count) => JsonSerializer.Serialize(new { key = "x", exclude = Enumerable.Repeat("019abc12-0000-7000-8000-000000000001", count) });

        Assert.That((await Client.PostAsync("/api/recall", Body(1_000))).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Client.PostAsync("/api/recall", Body(1_001))).WrongFields, Is.EqualTo(new[] { "exclude" }));
    }

    [TestCase("key=x&limit=0", "limit")]
    [TestCase("limit=5", "key")]
    [TestCase("key=x&explain=maybe", "explain")]
    [TestCase("key=x&scope=web", "scope")]
    public async Task A_wrong_parameter_of_a_recall_is_named(string query, string parameter) =>
        Assert.That((await Client.GetReplyAsync($"/api/recall?{query}")).WrongFields, Is.EqualTo(new[] { parameter }));
}
