using System.Net;
using System.Text;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class RememberTests
{
    private static HttpClient Client => SharedHost.Client;

    [Test]
    public async Task Remembering_an_issue_answers_a_whole_receipt()
    {
        var issue = Http.Unique("cache cold after deploy of");

        var reply = await Client.PostAsync("/api/remember", new { key = $"issue:{issue}", content = "warm the cache; that fixed it", agent = "cachebot", scope = new { service = "shop" } });

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EquivalentTo(new[]
        {
            "id", "kind", "key", "fingerprint", "durability", "deduplicated", "merged_into", "revision", "ts", "timestamp", "success", "inferred", "vector", "stores", "redacted",
        }));
        Assert.That((string?)reply.Json["kind"], Is.EqualTo("fix"));
        Assert.That((string?)reply.Json["durability"], Is.EqualTo("committed"));
        Assert.That((bool?)reply.Json["success"], Is.True, "the content says that it worked");
        Assert.That((bool?)reply.Json["inferred"], Is.True);
        Assert.That(reply.Header("Location"), Is.EqualTo($"/api/fixes/{reply.Json["id"]}"));
        Assert.That(reply.Header("Cache-Control"), Is.EqualTo("no-store"));
        Assert.That(DateTimeOffset.Parse((string)reply.Json["timestamp"]!).ToUnixTimeMilliseconds(), Is.EqualTo((long)reply.Json["ts"]!));
    }

    [Test]
    public async Task Remembering_the_same_again_is_200_with_the_same_id()
    {
        var body = new { key = Http.Unique("runbook:restart"), content = "drain, then restart" };
        var first = await Client.PostAsync("/api/remember", body);

        var again = await Client.PostAsync("/api/remember", body);

        Assert.That(first.Status, Is.EqualTo(HttpStatusCode.Created), first.Text);
        Assert.That((string?)first.Json["kind"], Is.EqualTo("memory"));
        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((bool?)again.Json["deduplicated"], Is.True);
        Assert.That((string?)again.Json["id"], Is.EqualTo((string?)first.Json["id"]));
    }

    [Test]
    public async Task A_fix_reads_no_words_for_success()
    {
        var reply = await Client.PostAsync("/api/fixes", new { issue = Http.Unique("queue stuck in"), solution = "restart the consumer; that fixed it" });

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
        Assert.That(reply.Json["success"], Is.Null);
        Assert.That((bool?)reply.Json["inferred"], Is.False);
    }

    [Test]
    public async Task A_fix_for_a_fingerprint_nobody_told_is_404()
    {
        var reply = await Client.PostAsync("/api/fixes", new { fingerprint = "f1:" + new string('e', 32), solution = "anything" });

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NotFound), reply.Text);
        Assert.That(reply.Problem, Is.EqualTo("/problems/not-found"));
    }

    [Test]
    public async Task Every_wrong_field_is_named_at_once()
    {
        var reply = await Client.PostAsync("/api/fixes", """
            {"issue": 7, "solution": " ", "success": "yes", "agent": "a/b", "scope": {"server": "", "sever": "x"}, "ts": 0, "tags": ["ok", 3], "metadata": [], "source": "\u0000"}
            """);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Problem, Is.EqualTo("/problems/validation"));
        Assert.That(reply.WrongFields, Is.SupersetOf(new[] { "issue", "solution", "success", "agent", "scope.server", "scope.sever", "ts", "tags[1]", "metadata", "source" }));
        Assert.That((string?)reply.Json["pointers"]!["scope.server"], Is.EqualTo("#/scope/server"));
        Assert.That((string?)reply.Json["pointers"]!["tags[1]"], Is.EqualTo("#/tags/1"));
        Assert.That(reply.Json["errors"]!["issue"]!.AsArray(), Has.Count.EqualTo(1), "a number is of the wrong type and not missing, too");
        Assert.That(reply.ContentHeaders.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task A_batch_takes_the_good_and_refuses_the_bad_one_by_one()
    {
        var issue = Http.Unique("deadlock in table");
        var reply = await Client.PostAsync("/api/fixes/batch", $$"""
            [{"id": 17, "issue": "{{issue}}", "solution": "retry", "time": "2026-01-31T12:00:00", "source": "rb", "license": "MIT", "metadata": {"a": 1} },
             {"issue": "{{issue}}", "solution": "retry", "source": "rb", "source_id": "17", "ts": 1769860800000, "metadata": {"a": 1}, "license": "MIT"},
             {"solution": 7}, 5]
            """);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        var results = reply.Json["results"]!.AsArray();
        Assert.That(results.Select(item => (int)item!["status"]!), Is.EqualTo(new[] { 201, 200, 400, 400 }));
        Assert.That(results.Select(item => (int)item!["index"]!), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That((string?)results[2]!["problem"]!["type"], Is.EqualTo("/problems/validation"));
        Assert.That(results[2]!["problem"]!["errors"]!.AsObject().Select(error => error.Key), Is.EquivalentTo(new[] { "issue", "solution" }), "all of them at once");
        Assert.That(((int)reply.Json["stored"]!, (int)reply.Json["deduplicated"]!, (int)reply.Json["refused"]!), Is.EqualTo((1, 1, 2)));

        var fix = await Client.GetReplyAsync($"/api/fixes/{results[0]!["id"]}");
        Assert.That((long)fix.Json["ts"]!, Is.EqualTo(1769860800000), "a time without a zone is UTC");
        Assert.That((string?)fix.Json["source_id"], Is.EqualTo("17"));
        Assert.That((string?)fix.Json["metadata"]!["license"], Is.EqualTo("MIT"), "unknown members are kept under metadata");
        Assert.That((int?)fix.Json["metadata"]!["a"], Is.EqualTo(1));
    }

    [Test]
    public async Task A_batch_takes_lines_and_names_the_malformed_one()
    {
        var lines = $$"""
            {"issue": "{{Http.Unique("oom of")}}", "solution": "raise the limit"}

            {"issue": "cut
            """;

        var reply = await Client.SendAsync(HttpMethod.Post, "/api/fixes/batch", Http.Body(Encoding.UTF8.GetBytes(lines), "application/x-ndjson"));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Json["results"]!.AsArray().Select(item => (int)item!["status"]!), Is.EqualTo(new[] { 201, 400 }));
        Assert.That((string?)reply.Json["results"]![1]!["problem"]!["type"], Is.EqualTo("/problems/malformed-json"));
    }

    [Test]
    public async Task A_batch_of_10000_is_taken_and_one_more_is_refused()
    {
        var items = Enumerable.Repeat("""{"issue":"x"}""", 10_001).ToList();

        var most = await Client.PostAsync("/api/fixes/batch", $"[{string.Join(',', items.Take(10_000))}]");
        var over = await Client.PostAsync("/api/fixes/batch", $"[{string.Join(',', items)}]");

        Assert.That((int)most.Json["refused"]!, Is.EqualTo(10_000));
        Assert.That(over.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(over.WrongFields, Is.EqualTo(new[] { "body" }));
    }

    [Test]
    public async Task A_batch_that_is_no_array_is_400()
    {
        var reply = await Client.PostAsync("/api/fixes/batch", """{"issue": "x", "solution": "y"}""");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Problem, Is.EqualTo("/problems/validation"));
    }
}
