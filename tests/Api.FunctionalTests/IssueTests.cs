using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class IssueTests
{
    private static HttpClient Client => SharedHost.Client;

    [Test]
    public async Task Similar_issues_are_found_ignoring_case_in_any_script()
    {
        var word = Http.Unique("ДИСК ПОЛОН");
        await Client.PostAsync("/api/fixes", new { issue = $"на web-2 {word}", solution = "x" });

        var reply = await Client.GetReplyAsync($"/api/issues/similar?type={Uri.EscapeDataString(word.ToLowerInvariant())}&limit=5");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(reply.Json["fixes"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [TestCase("", "type")]
    [TestCase("type=", "type")]
    [TestCase("type=x&limit=101", "limit")]
    [TestCase("type=x&limit=0", "limit")]
    public async Task A_wrong_question_for_similar_issues_is_400(string query, string parameter) =>
        Assert.That((await Client.GetReplyAsync($"/api/issues/similar?{query}")).WrongFields, Is.EqualTo(new[] { parameter }));

    [Test]
    public async Task Patterns_count_what_was_told()
    {
        var issue = Http.Unique("pattern of");
        await Client.PostAsync("/api/fixes", new { issue, solution = "x", success = true, scope = new { server = "web-2" }, agent = "patternbot" });
        await Client.PostAsync("/api/fixes", new { issue, solution = "y", success = false });

        var reply = await Client.GetReplyAsync("/api/issues/patterns?days=1&limit=200");

        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "days", "since", "patterns" }));
        var pattern = reply.Json["patterns"]!.AsArray().Single(found => (string?)found!["issue"] == issue)!;
        Assert.That(pattern.AsObject().Select(member => member.Key), Is.EquivalentTo(new[]
        {
            "fingerprint", "issue", "count", "previous_count", "first_seen", "last_seen", "servers", "agents", "worked", "failed", "rate", "interval", "best_fix_id",
        }));
        Assert.That(((int)pattern["count"]!, (int)pattern["worked"]!, (int)pattern["failed"]!), Is.EqualTo((2, 1, 1)));
    }

    [TestCase("days=0", "days")]
    [TestCase("days=3651", "days")]
    [TestCase("limit=201", "limit")]
    public async Task A_wrong_window_is_400(string query, string parameter) =>
        Assert.That((await Client.GetReplyAsync($"/api/issues/patterns?{query}")).WrongFields, Is.EqualTo(new[] { parameter }));

    [Test]
    public async Task An_issue_that_comes_back_after_a_success_says_which_fix_did_not_last()
    {
        var issue = Http.Unique("leak comes back in");
        var fix = await Client.PostAsync("/api/fixes", new { issue, solution = "restart", success = true, scope = new { server = "web-9" } });

        var reply = await Client.PostAsync($"/api/issues/{fix.Json["fingerprint"]}/occurrences", new { scope = new { server = "web-9" }, source = "probe" });

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Text);
        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "fingerprint", "episode", "came_back" }));
        Assert.That((string?)reply.Json["came_back"]![0], Is.EqualTo((string?)fix.Json["id"]));
    }

    [Test]
    public async Task An_occurrence_of_an_unknown_issue_needs_its_text()
    {
        var issue = Http.Unique("first seen in");
        var print = (string)(await Client.PostAsync("/api/fingerprint", new { text = issue })).Json["fingerprint"]!;

        var without = await Client.PostAsync($"/api/issues/{print}/occurrences", new { });
        var other = await Client.PostAsync($"/api/issues/{print}/occurrences", new { issue = "something else entirely" });
        var with = await Client.PostAsync($"/api/issues/{print}/occurrences", new { issue });

        Assert.That(without.Status, Is.EqualTo(HttpStatusCode.NotFound), without.Text);
        Assert.That(other.Status, Is.EqualTo(HttpStatusCode.BadRequest), other.Text);
        Assert.That(with.Status, Is.EqualTo(HttpStatusCode.Created), with.Text);
    }

    [Test]
    public async Task A_path_that_is_no_fingerprint_is_400() =>
        Assert.That((await Client.PostAsync("/api/issues/nonsense/occurrences", new { })).WrongFields, Is.EqualTo(new[] { "fingerprint" }));

    [Test]
    public async Task A_fingerprint_is_the_same_by_query_and_by_body_and_masks_numbers()
    {
        var byQuery = await Client.GetReplyAsync("/api/fingerprint?text=disk+full+on+web-2+at+98%25");
        var byBody = await Client.PostAsync("/api/fingerprint", new { text = "disk full on web-7 at 91%" });

        Assert.That(byQuery.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "fingerprint", "masked", "version" }));
        Assert.That((string?)byQuery.Json["fingerprint"], Does.Match("^f1:[0-9a-f]{32}$").And.EqualTo((string?)byBody.Json["fingerprint"]));
    }

    [Test]
    public async Task Labels_without_the_instance_are_the_same_issue()
    {
        var one = await Client.PostAsync("/api/fingerprint", """{"labels": {"alertname": "HighLoad", "job": "node", "instance": "a:9100"}}""");
        var two = await Client.PostAsync("/api/fingerprint", """{"labels": {"alertname": "HighLoad", "job": "node", "instance": "b:9100"}}""");

        Assert.That(one.Status, Is.EqualTo(HttpStatusCode.OK), one.Text);
        Assert.That((string?)one.Json["fingerprint"], Is.EqualTo((string?)two.Json["fingerprint"]));
    }

    [TestCase("""{}""")]
    [TestCase("""{"text": "x", "labels": {"alertname": "y"}}""")]
    [TestCase("""{"labels": {"alertname": 7}}""")]
    [TestCase("""{"text": " "}""")]
    public async Task A_fingerprint_of_nothing_or_of_two_things_is_400(string body) =>
        Assert.That((await Client.PostAsync("/api/fingerprint", body)).Problem, Is.EqualTo("/problems/validation"));

    [Test]
    public async Task A_fingerprint_without_text_is_400() =>
        Assert.That((await Client.GetReplyAsync("/api/fingerprint")).Problem, Is.EqualTo("/problems/validation"));
}
