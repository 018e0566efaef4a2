using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class FixTests
{
    private static HttpClient Client => SharedHost.Client;

    private static readonly string[] Members =
    [
        "id", "kind", "key", "fingerprint", "issue", "solution", "success", "ts", "timestamp", "first_ts", "sightings", "agent", "scope", "source", "source_id", "tags",
        "metadata", "outcomes", "standing", "revision", "supersedes", "merged_into",
    ];

    [Test]
    public async Task A_fix_shows_every_member_and_its_history()
    {
        var id = await RememberAsync("tls handshake fails on", success: true);

        var reply = await Client.GetReplyAsync($"/api/fixes/{id}");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EquivalentTo(Members.Concat(["history", "reports"])));
        Assert.That(reply.Json["outcomes"]!.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "worked", "failed", "rolled_back", "attempted", "unknown" }));
        Assert.That(reply.Json["standing"]!.AsObject().Select(member => member.Key), Is.EquivalentTo(new[]
        {
            "score", "low", "high", "confidence", "level", "worked", "failed", "unknown", "last_worked_ts", "came_back_ts",
        }));
        Assert.That(reply.Json["history"]![0]!.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "outcome", "counted", "agent", "scope", "evidence", "ts" }));
        Assert.That(reply.Json["reports"]![0]!.AsObject().Select(member => member.Key), Is.EquivalentTo(new[]
        {
            "issue", "agent", "scope", "tags", "metadata", "source", "source_id", "ts",
        }));
        Assert.That(reply.Header("ETag"), Is.EqualTo($"\"{reply.Json["revision"]}\""));
    }

    [TestCase("/api/fixes/019abc12-0000-7000-8000-00000000dead")]
    [TestCase("/api/fixes/not-an-id")]
    public async Task A_fix_that_is_not_there_is_404(string path)
    {
        var reply = await Client.GetReplyAsync(path);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(reply.Problem, Is.EqualTo("/problems/not-found"));
    }

    [Test]
    public async Task An_erased_fix_is_410_and_erasing_it_again_says_so()
    {
        var id = await RememberAsync("secret in the log of");

        var erased = await Client.SendAsync(HttpMethod.Delete, $"/api/fixes/{id}");
        var again = await Client.SendAsync(HttpMethod.Delete, $"/api/fixes/{id}");
        var read = await Client.GetReplyAsync($"/api/fixes/{id}");
        var outcome = await Client.PostAsync($"/api/fixes/{id}/outcomes", new { outcome = "worked" });

        Assert.That(erased.Status, Is.EqualTo(HttpStatusCode.OK), erased.Text);
        Assert.That(erased.Json.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "id", "erased", "already", "stores", "note" }));
        Assert.That(erased.Json["stores"]!.ToJsonString(), Is.EqualTo("""{"memory":"erased","graph":"erased","index":"erased"}"""));
        Assert.That(((bool)erased.Json["already"]!, (bool)again.Json["already"]!), Is.EqualTo((false, true)));
        Assert.That(read.Status, Is.EqualTo(HttpStatusCode.Gone));
        Assert.That(read.Problem, Is.EqualTo("/problems/erased"));
        Assert.That(outcome.Status, Is.EqualTo(HttpStatusCode.Gone), outcome.Text);
    }

    [Test]
    public async Task Erasing_what_never_was_is_404() =>
        Assert.That((await Client.SendAsync(HttpMethod.Delete, "/api/fixes/019abc12-0000-7000-8000-00000000dead")).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [Test]
    public async Task A_correction_needs_the_revision_that_was_read()
    {
        var id = await RememberAsync("replica lags behind in");
        var etag = (await Client.GetReplyAsync($"/api/fixes/{id}")).Header("ETag")!;
        Task<Reply> CorrectAsync(string? match, string body = """{"tags": ["replication"]}""") =>
            Client.SendAsync(HttpMethod.Patch, $"/api/fixes/{id}", Http.Json(body), match is null ? [] : [("If-Match", match)]);

        foreach (var refused in new[] { null, "*", $"W/{etag}", "42", "\"1\", \"2\"" })
        {
            var reply = await CorrectAsync(refused);
            Assert.That((int)reply.Status, Is.EqualTo(428), $"If-Match: {refused}");
            Assert.That(reply.Problem, Is.EqualTo("/problems/revision-required"));
        }

        var stale = await CorrectAsync("\"999999999\"");
        var corrected = await CorrectAsync(etag);
        var behind = await CorrectAsync(etag);

        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(corrected.Status, Is.EqualTo(HttpStatusCode.OK), corrected.Text);
        Assert.That(corrected.Json.AsObject().Select(member => member.Key), Is.EquivalentTo(Members));
        Assert.That(corrected.Json["tags"]!.ToJsonString(), Is.EqualTo("""["replication"]"""));
        Assert.That(corrected.Header("ETag"), Is.Not.EqualTo(etag));
        Assert.That(behind.Problem, Is.EqualTo("/problems/revision-stale"));
    }

    [Test]
    public async Task A_corrected_solution_is_a_new_fix_that_supersedes_the_old_one()
    {
        var id = await RememberAsync("certificate expired on");
        var etag = (await Client.GetReplyAsync($"/api/fixes/{id}")).Header("ETag")!;

        var reply = await Client.SendAsync(HttpMethod.Patch, $"/api/fixes/{id}", Http.Json("""{"solution": "renew by hand"}"""), ("If-Match", etag));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That((string?)reply.Json["supersedes"], Is.EqualTo(id));
        Assert.That((string?)reply.Json["id"], Is.Not.EqualTo(id));
    }

    [Test]
    public async Task Correcting_what_is_not_there_is_404() =>
        Assert.That(
            (await Client.SendAsync(HttpMethod.Patch, "/api/fixes/019abc12-0000-7000-8000-00000000dead", Http.Json("""{"tags": []}"""), ("If-Match", "\"1\""))).Status,
            Is.EqualTo(HttpStatusCode.NotFound));

    [Test]
    public async Task An_outcome_counts_once_for_one_application()
    {
        var id = await RememberAsync("disk slow on");
        var body = new { outcome = "worked", application_id = "app-1", evidence = new { kind = "verified", note = "iostat" }, scope = new { server = "db-1" } };

        var first = await Client.PostAsync($"/api/fixes/{id}/outcomes", body);
        var second = await Client.PostAsync($"/api/fixes/{id}/outcomes", body);

        Assert.That(first.Status, Is.EqualTo(HttpStatusCode.Created), first.Text);
        Assert.That(first.Json.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "id", "fix_id", "counted", "standing", "outcomes" }));
        Assert.That(((bool)first.Json["counted"]!, (bool)second.Json["counted"]!), Is.EqualTo((true, false)));
        Assert.That((int)second.Json["outcomes"]!["worked"]!, Is.EqualTo(1));
    }

    [TestCase("""{"outcome": "alert_cleared"}""", "outcome")]
    [TestCase("""{}""", "outcome")]
    [TestCase("""{"outcome": "worked", "evidence": {"kind": "alert_cleared"}}""", "evidence.kind")]
    [TestCase("""{"outcome": "worked", "evidence": {"note": "n"}}""", "evidence.kind")]
    [TestCase("""{"outcome": "worked", "evidence": {"kind": "person", "by": "me"}}""", "evidence.by")]
    [TestCase("""{"outcome": "worked", "recall_id": "7"}""", "recall_id")]
    public async Task A_wrong_outcome_is_400(string body, string field)
    {
        var id = await RememberAsync("outcome refused for");

        var reply = await Client.PostAsync($"/api/fixes/{id}/outcomes", body);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.WrongFields, Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task An_outcome_of_no_fix_is_404() =>
        Assert.That((await Client.PostAsync("/api/fixes/019abc12-0000-7000-8000-00000000dead/outcomes", new { outcome = "worked" })).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [Test]
    public async Task The_success_rate_counts_outcomes()
    {
        var word = Http.Unique("flaky");
        await RememberAsync(word, success: true);
        await RememberAsync(word, success: false);
        await RememberAsync(word);

        var reply = await Client.GetReplyAsync($"/api/fixes/success-rate?type={Uri.EscapeDataString(word)}");

        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EquivalentTo(new[] { "type", "rate", "fixes", "succeeded", "failed", "unknown", "interval" }));
        Assert.That(((double)reply.Json["rate"]!, (int)reply.Json["fixes"]!, (int)reply.Json["unknown"]!), Is.EqualTo((.5, 3, 1)));
        Assert.That((double)reply.Json["interval"]!["confidence"]!, Is.EqualTo(.95));
        Assert.That((await Client.GetReplyAsync("/api/fixes/success-rate")).Json["type"], Is.Null);
    }

    internal static async Task<string> RememberAsync(string issue, bool? success = null)
    {
        var reply = await Client.PostAsync("/api/fixes", new { issue = Http.Unique(issue), solution = "do the thing", success, agent = "tester", scope = new { service = "shop" } });
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
        return (string)reply.Json["id"]!;
    }
}
