using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Domain;

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

    private static IEnumerable<TestCaseData> BrokenMembers()
    {
        var text = new string('t', Limits.TextBytes + 1);
        var name = new string('n', Limits.NameLength + 1);
        (string Kind, string Member, object? Value)[] cases =
        [
            ("fix", "fix.issue_text", text), ("fix", "fix.solution", " "), ("fix", "fix.solution", text), ("fix", "fix.agent", name), ("fix", "fix.ts", -1),
            ("fix", "fix.scope.server", name), ("fix", "fix.source", " "), ("report", "report.solution", text), ("report", "report.source_id", name),
            ("report", "report.ts", 0), ("report", "report.agent", " "), ("outcome", "entry.outcome.evidence.note", new string('n', Limits.NoteBytes + 1)),
            ("outcome", "entry.outcome.application_id", name), ("outcome", "entry.outcome.ts", 9_999_999_999_999), ("memory", "memory.key", new string('k', Limits.KeyLength + 1)),
            ("memory", "memory.content", text), ("memory", "memory.scope.version", name), ("agent", "agent.name", " "), ("agent", "agent.interval_seconds", 0),
            ("agent", "agent.excused_milliseconds", -1), ("episode", "episode.server", name), ("episode", "episode.count", 0), ("episode", "episode.ended_at", 1),
            ("occurrences", "first", 0), ("occurrences", "seen", Array.Empty<long>()), ("erased", "erased_at", 0),
        ];
        return cases.Select((test, at) => new TestCaseData(test.Kind, test.Member, test.Value).SetName($"A_member_of_a_line_is_judged_{at}_{test.Member}"));
    }

    [TestCaseSource(nameof(BrokenMembers))]
    public async Task A_member_of_a_line_is_judged(string kind, string member, object value)
    {
        var line = JsonNode.Parse((await Filled.Value).First(text => text.StartsWith($"{{\"type\":\"{kind}\"", StringComparison.Ordinal)))!;
        var path = member.Split('.');
        var owner = path[..^1].Aggregate(line, (node, name) => node[name]!);
        owner[path[^1]] = JsonSerializer.SerializeToNode(value);

        var reply = await ImportAsync(SharedHost.Client, line.ToJsonString());

        var result = reply.Json["results"]![0]!;
        Assert.That((int)result["status"]!, Is.EqualTo(400), reply.Text);
        Assert.That(result["problem"]!["errors"]!.AsObject().Select(error => error.Key), Is.EqualTo(new[] { member }));
    }

    [Test]
    public async Task A_head_of_the_export_has_no_body()
    {
        var reply = await SharedHost.Client.SendAsync(HttpMethod.Head, "/api/export");

        Assert.That((reply.Status, reply.Text, reply.ContentHeaders.ContentType!.MediaType), Is.EqualTo((HttpStatusCode.OK, "", "application/x-ndjson")));
    }

    // The lines of one export, made once.
    private static readonly Lazy<Task<string[]>> Filled = new(async () =>
    {
        using var host = new ProductHost();
        await FillAsync(host.Client);
        return (await host.Client.GetReplyAsync("/api/export")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    });

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
