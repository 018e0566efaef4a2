using System.Net;
using System.Text;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>What leaves one program by the export is the same in another after the import.</summary>
public sealed class ExchangeTests
{
    [Test]
    public async Task An_export_taken_in_elsewhere_exports_the_same_again()
    {
        using var from = new ProductHost();
        await FillAsync(from.Client);
        var lines = (await from.Client.GetReplyAsync("/api/export")).Text;
        using var to = new ProductHost();

        var imported = await ImportAsync(to.Client, lines);
        var again = await ImportAsync(to.Client, lines);
        var back = (await to.Client.GetReplyAsync("/api/export")).Text;

        var count = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.That(count, Is.GreaterThan(8), "the copy must hold something");
        Assert.That(imported.Status, Is.EqualTo(HttpStatusCode.OK), imported.Text);
        Assert.That(((int)imported.Json["stored"]!, (int)imported.Json["refused"]!), Is.EqualTo((count, 0)), imported.Text);
        Assert.That(((int)again.Json["stored"]!, (int)again.Json["deduplicated"]!), Is.EqualTo((0, count)), "a repeat changes nothing");
        Assert.That(WithoutRevisions(back), Is.EqualTo(WithoutRevisions(lines)));
    }

    [Test]
    public async Task A_wrong_line_is_refused_alone_and_named()
    {
        var reply = await ImportAsync(SharedHost.Client, """
            {"type": "unknown"}
            {"type": "memory", "memory": {"id": "x"}}
            not json
            {"type": "erased", "kind": "memory", "id": "019abc12-0000-7000-8000-00000000beef", "erased_at": 1764072000000}
            """);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        var results = reply.Json["results"]!.AsArray();
        Assert.That(results.Select(item => (int)item!["status"]!), Is.EqualTo(new[] { 400, 400, 400, 201 }));
        Assert.That((string?)results[2]!["problem"]!["type"], Is.EqualTo("/problems/malformed-json"));
        Assert.That(Leaks.In(reply.Text), Is.Empty);
    }

    [Test]
    public async Task A_head_of_the_export_has_no_body()
    {
        var reply = await SharedHost.Client.SendAsync(HttpMethod.Head, "/api/export");

        Assert.That((reply.Status, reply.Text, reply.ContentHeaders.ContentType!.MediaType), Is.EqualTo((HttpStatusCode.OK, "", "application/x-ndjson")));
    }

    private static async Task FillAsync(HttpClient client)
    {
        await client.PostAsync("/api/register-agent", new { name = "exporter", server = "web-1", metadata = new { a = 1.50 } });
        var fix = await client.PostAsync("/api/fixes", new
        {
            issue = "line\none\ttwo 🛠", solution = "do <it> \"so\"", success = true, agent = "exporter", tags = new[] { "b", "a" }, source = "rb", source_id = "1",
            scope = new { server = "web-1", version = "2" }, metadata = new { x = "é" },
        });
        await client.PostAsync("/api/fixes", new { issue = "line\none\ttwo 🛠", solution = "do <it> \"so\"", success = false });
        await client.PostAsync($"/api/fixes/{fix.Json["id"]}/outcomes", new { outcome = "rolled_back", evidence = new { kind = "person", note = "n" }, application_id = "a1" });
        await client.PostAsync($"/api/issues/{fix.Json["fingerprint"]}/occurrences", new { scope = new { server = "web-1" }, source = "probe" });
        await client.PostAsync("/api/remember", new { key = "note:a", content = "kept" });
        var gone = await client.PostAsync("/api/remember", new { key = "note:b", content = "to be erased" });
        await client.SendAsync(HttpMethod.Delete, $"/api/memories/{gone.Json["id"]}");
    }

    private static Task<Reply> ImportAsync(HttpClient client, string lines) =>
        client.SendAsync(HttpMethod.Post, "/api/import", Http.Body(Encoding.UTF8.GetBytes(lines), "application/x-ndjson"));

    // The revision numbers the changes of one store; another store counts its own.
    private static IEnumerable<string> WithoutRevisions(string lines) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\"revision\":\\d+", "\"revision\":0"));
}
