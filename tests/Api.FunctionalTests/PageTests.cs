using System.Net;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class PageTests
{
    // What a strict policy refuses: styles, handlers and scripts within the page.
    private const string Inline = "(?i)\\sstyle=|\\son[a-z]+=|<style|<script(?![^>]*\\ssrc=)|javascript:";

    private static readonly string[] Paths = ["/", "/agents", "/memory", "/memory?q=disk+full", "/fixes", "/fixes?show=avoid&success=false", "/alerts", "/status", "/connect", "/problems"];

    [TestCaseSource(nameof(Paths))]
    public async Task Every_page_is_a_whole_document_with_a_strict_policy_and_nothing_of_another_host(string path)
    {
        var reply = await SharedHost.Client.GetReplyAsync(path);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(reply.Text, Does.StartWith("<!DOCTYPE html>").And.Contain("<h1").And.Contain("</html>"));
        Assert.That(reply.Header("Content-Security-Policy"), Does.StartWith("default-src 'self'").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe"));
        Assert.That(reply.Text, Does.Not.Match(Inline));
        Assert.That(reply.Text, Does.Not.Match("(?:src|href)=\"(?:https?:)?//"));
    }

    [Test]
    public async Task A_page_comes_compressed_to_whoever_takes_that()
    {
        var plain = await SharedHost.Client.GetReplyAsync("/connect");
        var packed = await SharedHost.Client.GetReplyAsync("/connect", ("Accept-Encoding", "br"));

        Assert.That(plain.ContentHeaders.ContentEncoding, Is.Empty);
        Assert.That(packed.ContentHeaders.ContentEncoding, Is.EqualTo(new[] { "br" }));
    }

    [Test]
    public async Task Styles_and_scripts_are_ours_kept_for_ever_and_named_by_their_content()
    {
        var page = (await SharedHost.Client.GetReplyAsync("/fixes")).Text;
        var addresses = System.Text.RegularExpressions.Regex.Matches(page, "(?:src|href)=\"(/assets/[^\"]+)\"").Select(match => match.Groups[1].Value).Distinct().ToList();
        var replies = await Task.WhenAll(addresses.Select(address => SharedHost.Client.GetReplyAsync(address)));

        Assert.That(addresses, Has.Some.EndsWith("/app.css").And.Some.EndsWith("/mark.svg"));
        foreach (var reply in replies)
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(reply.Header("Cache-Control"), Does.Contain("immutable"));
        }

        Assert.That((await SharedHost.Client.GetReplyAsync("/assets/000000000000/app.css")).Header("Cache-Control"), Is.EqualTo("no-cache"));
        Assert.That((await SharedHost.Client.GetReplyAsync("/assets/000000000000/nothing.css")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_pages_of_a_fix_its_issue_and_its_agent_lead_to_one_another()
    {
        var (agent, issue) = (Http.Unique("helper"), Http.Unique("queue stuck in"));
        await SharedHost.Client.PostAsync("/api/register-agent", new { name = agent, server = "q-1" });
        var told = await SharedHost.Client.PostAsync("/api/fixes", new { issue, solution = "purge the dead consumer", success = true, agent });
        var (id, fingerprint) = ((string)told.Json["id"]!, (string)told.Json["fingerprint"]!);

        var fix = await SharedHost.Client.GetReplyAsync($"/fixes/{id}");
        var one = await SharedHost.Client.GetReplyAsync($"/issues/{Uri.EscapeDataString(fingerprint)}");
        var who = await SharedHost.Client.GetReplyAsync($"/agents/{Uri.EscapeDataString(agent)}");

        Assert.That(fix.Text, Does.Contain("purge the dead consumer").And.Contain("worked 1 of 1").And.Contain($"/api/fixes/{id}"));
        Assert.That(one.Text, Does.Contain("purge the dead consumer").And.Contain($"/fixes/{id}"));
        Assert.That(who.Text, Does.Contain("q-1").And.Contain($"/fixes/{id}"));
    }

    [Test]
    public async Task An_agent_that_went_silent_is_told_of_however_many_were_seen_since()
    {
        using var host = new ProductHost();
        await host.Client.PostAsync("/api/register-agent", new { name = "gone-quiet", server = "web-1", interval_seconds = 1 });
        for (var i = 0; i < 25; i++)
            await host.Client.PostAsync("/api/register-agent", new { name = $"busy-{i}", server = "web-2", interval_seconds = 600 });
        while ((string?)(await host.Client.GetReplyAsync("/api/agents/gone-quiet")).Json["status"] == "active")
            await Task.Delay(100);

        var page = (await host.Client.GetReplyAsync("/")).Text;

        Assert.That(page, Does.Contain("1 agent is silent").And.Contain("gone-quiet"));
    }

    [Test]
    public async Task What_fires_is_shown_with_what_worked_until_it_resolves_and_somebody_can_say_that_he_is_on_it()
    {
        using var host = new ProductHost();
        await host.Client.PostAsync("/api/fixes", new { issue = "certificate of the edge proxy expired", solution = "renew it and reload the proxy", success = true });
        Task<Reply> AlertAsync(string status) => host.Client.PostAsync("/api/alerts/generic", new { name = "certificate of the edge proxy expired", status, server = "edge-1" });
        var fired = (await AlertAsync("firing")).Json;
        var path = $"/issues/{Uri.EscapeDataString((string)fired["episodes"]![0]!["fingerprint"]!)}";

        var now = (await host.Client.GetReplyAsync("/")).Text;
        using var ack = new HttpRequestMessage(HttpMethod.Post, $"{path}/ack");
        ack.Headers.Add("HX-Request", "true");
        using var acknowledged = await host.Client.SendAsync(ack);
        var issue = (await host.Client.GetReplyAsync(path)).Text;
        var alerts = (await host.Client.GetReplyAsync("/alerts")).Text;
        await AlertAsync("resolved");
        var after = (await host.Client.GetReplyAsync(path)).Text;

        Assert.That(now, Does.Contain("1 issue is firing").And.Contain("renew it and reload the proxy").And.Contain("I am on it"));
        Assert.That(acknowledged.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(issue, Does.Contain("acknowledged").And.Contain("somebody").And.Contain("open"));
        Assert.That(alerts, Does.Contain("1 began").And.Contain("generic"));
        Assert.That(after, Does.Contain("ended"));
    }

    [TestCase("firing", "1 began")]
    [TestCase("resolved", "taken")]
    public async Task A_test_alert_can_be_sent_and_replayed_from_the_page(string status, string said)
    {
        using var host = new ProductHost();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/alerts/test") { Content = new FormUrlEncodedContent([new("status", status)]) };
        request.Headers.Add("HX-Request", "true");
        using var sent = await host.Client.SendAsync(request);
        var page = (await host.Client.GetReplyAsync("/alerts")).Text;
        var replay = System.Text.RegularExpressions.Regex.Match(page, "/alerts/deliveries/[^\"]+/replay").Value;
        using var again = new HttpRequestMessage(HttpMethod.Post, replay);
        again.Headers.Add("HX-Request", "true");
        using var replayed = await host.Client.SendAsync(again);

        Assert.That((sent.StatusCode, replayed.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NoContent)));
        Assert.That(page, Does.Contain(said));
        Assert.That((await host.Client.GetReplyAsync("/api/alerts/deliveries")).Json["deliveries"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [TestCase("/fixes/01a22312-b03d-7123-b2d1-b9046b5d7ebb")]
    [TestCase("/issues/f1:00000000000000000000000000000000")]
    [TestCase("/issues/nonsense")]
    [TestCase("/agents/nobody-of-this-name")]
    public async Task What_is_not_there_has_no_page(string path) =>
        Assert.That((await SharedHost.Client.GetReplyAsync(path)).Status, Is.EqualTo(HttpStatusCode.NotFound).Or.EqualTo(HttpStatusCode.BadRequest));

    [Test]
    public async Task A_button_without_scripts_records_the_outcome_and_leads_back()
    {
        var told = await SharedHost.Client.PostAsync("/api/fixes", new { issue = Http.Unique("lease lost in"), solution = "renew it by hand" });
        var id = (string)told.Json["id"]!;
        using var reply = await PressAsync($"/fixes/{id}/outcomes", "failed", ("Sec-Fetch-Site", "same-origin"));
        var fix = (await SharedHost.Client.GetReplyAsync($"/api/fixes/{id}")).Json;

        Assert.That((int)reply.StatusCode, Is.EqualTo(303).Or.EqualTo(200));
        Assert.That((bool?)fix["success"], Is.False);
        Assert.That((string?)fix["history"]![0]!["evidence"]!["kind"], Is.EqualTo("person"));
    }

    [Test]
    public async Task A_button_with_scripts_is_answered_without_a_page_and_a_wrong_one_with_a_problem()
    {
        var told = await SharedHost.Client.PostAsync("/api/fixes", new { issue = Http.Unique("clock skew in"), solution = "restart chrony" });
        using var done = await PressAsync($"/fixes/{told.Json["id"]}/outcomes", "worked", ("HX-Request", "true"));
        using var refused = await PressAsync($"/fixes/{told.Json["id"]}/outcomes", "exploded", ("HX-Request", "true"));
        using var missing = await PressAsync("/fixes/01a22312-b03d-7123-b2d1-b9046b5d7ebb/outcomes", "worked", ("HX-Request", "true"));

        Assert.That(done.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task What_is_no_form_of_a_page_is_refused_by_name()
    {
        var told = await SharedHost.Client.PostAsync("/api/fixes", new { issue = Http.Unique("socket leaked in"), solution = "close it" });
        using var json = new HttpRequestMessage(HttpMethod.Post, $"/fixes/{told.Json["id"]}/outcomes") { Content = Http.Json("{}") };
        json.Headers.Add("HX-Request", "true");
        using var nothing = new HttpRequestMessage(HttpMethod.Post, $"/fixes/{told.Json["id"]}/outcomes");
        nothing.Headers.Add("HX-Request", "true");
        using var tooLong = await PressAsync($"/fixes/{told.Json["id"]}/outcomes", new string('x', 5_000), ("HX-Request", "true"));
        using var first = await SharedHost.Client.SendAsync(json);
        using var second = await SharedHost.Client.SendAsync(nothing);

        Assert.That((first.StatusCode, second.StatusCode, tooLong.StatusCode), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.RequestEntityTooLarge)));
    }

    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "none")]
    [TestCase("Origin", "http://elsewhere.example")]
    [TestCase("Origin", "null")]
    public async Task A_button_of_another_page_does_nothing(string header, string value)
    {
        var told = await SharedHost.Client.PostAsync("/api/fixes", new { issue = Http.Unique("pool drained in"), solution = "raise the limit" });
        using var refused = await PressAsync($"/fixes/{told.Json["id"]}/outcomes", "worked", (header, value));
        var fix = (await SharedHost.Client.GetReplyAsync($"/api/fixes/{told.Json["id"]}")).Json;

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(fix["success"], Is.Null);
    }

    private static async Task<HttpResponseMessage> PressAsync(string path, string outcome, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("outcome", outcome)]) };
        request.Headers.Add(header.Name, header.Value);
        return await SharedHost.Client.SendAsync(request);
    }

    [Test]
    public async Task Whoever_looks_on_is_told_what_changed()
    {
        using var host = new ProductHost();
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var stream = new StreamReader(await host.Client.GetStreamAsync("/live/agents", ending.Token));
        await UntilAsync(stream, "No agent has registered yet", ending.Token);
        await host.Client.PostAsync("/api/register-agent", new { name = "newcomer", server = "web-9" });

        await UntilAsync(stream, "newcomer", ending.Token);
    }

    private static async Task UntilAsync(StreamReader stream, string text, CancellationToken ct)
    {
        while (await stream.ReadLineAsync(ct) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"The stream ended without '{text}'.");
    }

    [Test]
    public async Task The_first_page_of_an_empty_store_teaches()
    {
        using var host = new ProductHost();

        var reply = await host.Client.GetReplyAsync("/");

        Assert.That(reply.ContentHeaders.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
        Assert.That(reply.Text, Does.StartWith("<!DOCTYPE html>").And.Contain("Nothing has been remembered yet").And.Contain("/api/remember"));
        Assert.That(reply.Header("Content-Security-Policy"), Does.StartWith("default-src 'self'").And.Not.Contain("unsafe"));
        Assert.That(reply.Text, Does.Not.Match(Inline));
    }

    [Test]
    public async Task The_page_shows_fixes_and_agents_and_encodes_every_text()
    {
        var client = SharedHost.Client;
        await client.PostAsync("/api/fixes", new { issue = Http.Unique("<script>alert(1)</script> \" onload=x of"), solution = "<b>bold</b>", success = true });
        await client.PostAsync("/api/register-agent", new { name = Http.Unique("shown"), server = "<i>s</i>" });

        var reply = await client.GetReplyAsync("/fixes");

        Assert.That(reply.Text, Does.Contain("&lt;script&gt;alert(1)").And.Contain("&lt;b&gt;bold&lt;/b&gt;"));
        Assert.That(reply.Text, Does.Not.Contain("<script>").And.Not.Contain("<b>bold").And.Not.Contain("<i>s</i>"));
    }

    [Test]
    public async Task The_search_box_finds_a_fix()
    {
        var word = Http.Unique("semaphore starved in");
        await SharedHost.Client.PostAsync("/api/fixes", new { issue = $"{word} on web-2", solution = "raise the permits", success = true });

        var reply = await SharedHost.Client.GetReplyAsync($"/memory?q={Uri.EscapeDataString($"{word} on web-9")}");

        Assert.That(reply.Text, Does.Contain("There is a fix that has proven itself.").And.Contain("raise the permits"));
        Assert.That((await SharedHost.Client.GetReplyAsync("/memory?q=")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private static IEnumerable<string> Slugs => ProblemTypes.All.Select(type => type.Slug);

    [TestCaseSource(nameof(Slugs))]
    public async Task Every_problem_has_a_page_with_cause_and_remedy(string slug)
    {
        var page = await SharedHost.Client.GetReplyAsync($"/problems/{slug}");
        var json = await SharedHost.Client.GetReplyAsync($"/problems/{slug}", ("Accept", "application/json"));

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page.Text, Does.Contain("<h2>Cause</h2>").And.Contain("<h2>What to do</h2>"));
        Assert.That((string?)json.Json["slug"], Is.EqualTo(slug));
    }

    [Test]
    public void The_problems_are_those_of_the_contract() =>
        Assert.That(Slugs, Is.EquivalentTo(new[]
        {
            "validation", "malformed-json", "unsupported-media-type", "body-too-large", "not-found", "erased", "method-not-allowed", "cursor-invalid", "idempotency-key-reused",
            "idempotency-key-in-flight", "agent-name-in-use", "revision-required", "revision-stale", "store-unavailable", "overloaded", "unauthenticated",
            "forbidden", "rate-limited", "origin-refused", "uri-too-long", "secret-shown-once",
            "conflict", "internal",
        }));

    [Test]
    public async Task An_unknown_problem_has_no_page_and_the_list_names_all()
    {
        Assert.That((await SharedHost.Client.GetReplyAsync("/problems/unknown")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var list = await SharedHost.Client.GetReplyAsync("/problems");
        Assert.That(Slugs.All(slug => list.Text.Contains($"/problems/{slug}\"", StringComparison.Ordinal)));
    }
}
