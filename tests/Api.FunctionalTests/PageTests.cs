using System.Net;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class PageTests
{
    [Test]
    public async Task The_first_page_of_an_empty_store_teaches()
    {
        using var host = new ProductHost();

        var reply = await host.Client.GetReplyAsync("/");

        Assert.That(reply.ContentHeaders.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
        Assert.That(reply.Text, Does.StartWith("<!DOCTYPE html>").And.Contain("Nothing has been remembered yet").And.Contain("/api/remember"));
        Assert.That(reply.Header("Content-Security-Policy"), Does.StartWith("default-src 'self'").And.Not.Contain("unsafe"));
        Assert.That(reply.Text, Does.Not.Match("(?i)\\sstyle=|\\son[a-z]+=|<script"));
    }

    [Test]
    public async Task The_page_shows_fixes_and_agents_and_encodes_every_text()
    {
        var client = SharedHost.Client;
        await client.PostAsync("/api/fixes", new { issue = Http.Unique("<script>alert(1)</script> \" onload=x of"), solution = "<b>bold</b>", success = true });
        await client.PostAsync("/api/register-agent", new { name = Http.Unique("shown"), server = "<i>s</i>" });

        var reply = await client.GetReplyAsync("/");

        Assert.That(reply.Text, Does.Contain("&lt;script&gt;alert(1)").And.Contain("&lt;b&gt;bold&lt;/b&gt;"));
        Assert.That(reply.Text, Does.Not.Contain("<script>").And.Not.Contain("<b>bold").And.Not.Contain("<i>s</i>"));
    }

    [Test]
    public async Task The_search_box_finds_a_fix()
    {
        var word = Http.Unique("semaphore starved in");
        await SharedHost.Client.PostAsync("/api/fixes", new { issue = $"{word} on web-2", solution = "raise the permits", success = true });

        var reply = await SharedHost.Client.GetReplyAsync($"/?q={Uri.EscapeDataString($"{word} on web-9")}");

        Assert.That(reply.Text, Does.Contain("There is a fix that has proven itself.").And.Contain("raise the permits"));
        Assert.That((await SharedHost.Client.GetReplyAsync("/?q=")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_style_sheet_is_ours_and_cached()
    {
        var reply = await SharedHost.Client.GetReplyAsync("/app.css");

        Assert.That(reply.ContentHeaders.ContentType!.MediaType, Is.EqualTo("text/css"));
        Assert.That((await SharedHost.Client.GetReplyAsync("/app.css", ("If-None-Match", reply.Header("ETag")!))).Status, Is.EqualTo(HttpStatusCode.NotModified));
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
