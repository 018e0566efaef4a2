using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class FixListTests
{
    private static HttpClient Client => SharedHost.Client;

    [Test]
    public async Task Pages_lose_and_repeat_nothing_while_fixes_arrive()
    {
        var agent = Http.Unique("pager");
        await TellAsync(agent, 25);
        var seen = new List<string>();
        var path = $"/api/fixes?agent={Uri.EscapeDataString(agent)}&limit=10";
        var pages = 0;

        while (path is not null && pages < 10)
        {
            var page = await Client.GetReplyAsync(path);
            Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK), page.Text);
            Assert.That(page.Header("Link"), Does.Contain("rel=\"first\""));
            seen.AddRange(page.Json["fixes"]!.AsArray().Select(fix => (string)fix!["id"]!));
            await TellAsync(agent, 3);
            path = Next(page);
            pages++;
        }

        Assert.That(pages, Is.EqualTo(3));
        Assert.That(seen, Has.Count.EqualTo(25));
        Assert.That(seen, Is.Unique);
    }

    [Test]
    public async Task Fixes_come_newest_first_and_filters_restrict_them()
    {
        var agent = Http.Unique("lister");
        await TellAsync(agent, 3);

        var all = await Client.GetReplyAsync($"/api/fixes?agent={Uri.EscapeDataString(agent)}");
        var unknown = await Client.GetReplyAsync($"/api/fixes?agent={Uri.EscapeDataString(agent)}&success=unknown&since=2020-01-01T00:00:00Z");
        var worked = await Client.GetReplyAsync($"/api/fixes?agent={Uri.EscapeDataString(agent)}&success=true");

        var stamps = all.Json["fixes"]!.AsArray().Select(fix => (long)fix!["ts"]!).ToList();
        Assert.That(stamps, Has.Count.EqualTo(3).And.Ordered.Descending);
        Assert.That(all.Json["next_cursor"], Is.Null);
        Assert.That(all.Json.AsObject().ContainsKey("next_cursor"), "null, not left out");
        Assert.That(unknown.Json["fixes"]!.AsArray(), Has.Count.EqualTo(3));
        Assert.That(worked.Json["fixes"]!.AsArray(), Is.Empty);
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=201", "limit")]
    [TestCase("limit=ten", "limit")]
    [TestCase("limit=", "limit")]
    [TestCase("limit=1&limit=2", "limit")]
    [TestCase("sucess=true", "sucess")]
    [TestCase("success=maybe", "success")]
    [TestCase("since=yesterday", "since")]
    [TestCase("fingerprint=f1:xyz", "fingerprint")]
    [TestCase("agent=%00", "agent")]
    [TestCase("server=%ED%A0%80", "server")]
    [TestCase("service=%zz", "service")]
    public async Task A_wrong_parameter_is_named(string query, string parameter)
    {
        var reply = await Client.GetReplyAsync($"/api/fixes?{query}");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Text);
        Assert.That(reply.Problem, Is.EqualTo("/problems/validation"));
        Assert.That(reply.WrongFields, Is.EqualTo(new[] { parameter }));
    }

    [Test]
    public async Task All_wrong_parameters_are_named_at_once() =>
        Assert.That((await Client.GetReplyAsync("/api/fixes?limit=x&sucess=1&success=2&since=3x")).WrongFields, Is.EquivalentTo(new[] { "limit", "sucess", "success", "since" }));

    [TestCase("x")]
    [TestCase("AWYAAAGaq8gAAAGavBIAAHAAgAAAAAAAAAHVnkN3")]
    [TestCase("")]
    public async Task A_cursor_that_is_not_ours_has_a_problem_of_its_own(string cursor)
    {
        var reply = await Client.GetReplyAsync($"/api/fixes?cursor={cursor}");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.Problem, Is.EqualTo("/problems/cursor-invalid"));
    }

    [Test]
    public async Task A_cursor_of_another_list_is_refused()
    {
        await TellAsync(Http.Unique("cursor"), 2);
        var cursor = (string)(await Client.GetReplyAsync("/api/fixes?limit=1")).Json["next_cursor"]!;

        Assert.That((await Client.GetReplyAsync($"/api/agents?cursor={cursor}")).Problem, Is.EqualTo("/problems/cursor-invalid"));
        Assert.That((await Client.GetReplyAsync($"/api/fixes?cursor={cursor[..^2]}")).Problem, Is.EqualTo("/problems/cursor-invalid"));
        Assert.That((await Client.GetReplyAsync($"/api/fixes?cursor={cursor}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private static string? Next(Reply page) =>
        page.Header("Link")!.Split(", ").FirstOrDefault(link => link.EndsWith("rel=\"next\"", StringComparison.Ordinal)) is { } next ? next[1..next.IndexOf('>', StringComparison.Ordinal)] : null;

    private static async Task TellAsync(string agent, int count)
    {
        var items = Enumerable.Range(0, count).Select(_ => new { issue = Http.Unique("page of"), solution = "turn it", agent });
        Assert.That((int)(await Client.PostAsync("/api/fixes/batch", items)).Json["stored"]!, Is.EqualTo(count));
    }
}
