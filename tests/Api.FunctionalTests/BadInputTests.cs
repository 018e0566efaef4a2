using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.FunctionalTests.Host;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>Rows B1, B5 and B14: bodies that are no JSON, bombs, and what error bodies must not hold.</summary>
public sealed class BadInputTests
{
    private static readonly string[] Routes =
    [
        "/api/remember", "/api/fixes", "/api/fixes/batch", "/api/fixes/019abc12-0000-7000-8000-000000000001/outcomes", "/api/recall", "/api/fingerprint",
        "/api/register-agent", "/api/telemetry-report", "/api/issues/f1:00000000000000000000000000000000/occurrences",
    ];

    // From the must-reject files of JSONTestSuite (MIT): what a checkout without the whole suite is held to.
    private static readonly string[] MustReject =
    [
        "", " ", "[", "]", "{", "[1,]", "[1 2]", "[\"a\x00a\"]", "[-]", "[01]", "[1e]", "[.5]", "[NaN]", "[\"\\x\"]", "{'a':0}", "{\"a\":1 \"b\":2}", "[1]x", "nul", "\"",
        "[\"new\nline\"]", "{\"a\"}", "/* */ {}", "[\"\\u00A\"]", "{\"a\":1,}", "[tru]", "\ufeff",
    ];

    [TestCaseSource(nameof(Routes))]
    public async Task What_is_no_json_is_400(string route)
    {
        foreach (var text in MustReject)
        {
            var reply = await SharedHost.Client.SendAsync(HttpMethod.Post, route, Http.Body(Encoding.UTF8.GetBytes(text), "application/json"));
            Assert.That((reply.Status, reply.Problem), Is.EqualTo((HttpStatusCode.BadRequest, "/problems/malformed-json")), $"{route} took {text}");
        }
    }

    [TestCaseSource(nameof(Routes))]
    public async Task The_whole_suite_of_json_files_never_breaks_a_route(string route)
    {
        var rejected = 0;
        foreach (var line in await File.ReadAllLinesAsync(SharedData.Require("messy/json_test_suite.jsonl")))
        {
            var file = JsonNode.Parse(line)!;
            var reply = await SharedHost.Client.SendAsync(HttpMethod.Post, route, Http.Body(Convert.FromBase64String((string)file["base64"]!), "application/json"));
            Assert.That((int)reply.Status, Is.LessThan(500), $"{route} {file["name"]}");
            if ((string?)file["expect"] != "reject")
                continue;
            rejected++;
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), $"{route} {file["name"]}");
        }

        Assert.That(rejected, Is.EqualTo(188));
    }

    [TestCaseSource(nameof(Routes))]
    public async Task Depth_beyond_64_is_400(string route)
    {
        var reply = await SharedHost.Client.PostAsync(route, new string('[', 100_000));

        Assert.That(reply.Problem, Is.EqualTo("/problems/malformed-json"));
    }

    [TestCase("/api/remember", "gzip")]
    [TestCase("/api/fixes/batch", "gzip")]
    [TestCase("/api/import", "gzip")]
    [TestCase("/api/remember", "br")]
    public async Task A_bomb_ends_at_the_limit_soon_and_small(string route, string encoding)
    {
        var bomb = Bomb(encoding, megabytes: 1024);
        var type = route == "/api/import" ? "application/x-ndjson" : "application/json";
        var content = Http.Body(bomb, type);
        content.Headers.ContentEncoding.Add(encoding);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = TimeProvider.System.GetTimestamp();

        var reply = await SharedHost.Client.SendAsync(HttpMethod.Post, route, content);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge), reply.Text);
        Assert.That(reply.Problem, Is.EqualTo("/problems/body-too-large"));
        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(30)), "five seconds on a quiet machine");
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(64L << 20));
    }

    [Test]
    public async Task Lone_surrogates_and_nul_are_named_where_they_stand_even_in_unknown_members()
    {
        var reply = await SharedHost.Client.PostAsync("/api/fixes", """{"issue": "x", "solution": "y", "metadata": {"a": ["ok", "\udc00"]}, "other": "\u0000", "pair": "\ud83d\udee0"}""");

        Assert.That(reply.WrongFields, Is.EquivalentTo(new[] { "metadata.a[1]", "other" }), reply.Text);
    }

    [Test]
    public async Task An_ill_formed_name_is_400()
    {
        var reply = await SharedHost.Client.PostAsync("/api/fixes", """{"issue": "x", "solution": "y", "\ud800": 1}""");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reply.WrongFields, Is.EqualTo(new[] { "body" }));
    }

    [Test]
    public void The_inspection_of_error_bodies_finds_what_it_looks_for()
    {
        foreach (var bad in new[]
        {
            "   at System.String.Foo()", "SqliteException: x", "SELECT * FROM fix", "/home/x/ocp.db", "ObsControlPlane.Api.Errors", "version 0.1.0",
        })
        {
            Assert.That(Leaks.In(bad), Is.Not.Empty, bad);
        }
    }

    private static byte[] Bomb(string encoding, int megabytes)
    {
        using var output = new MemoryStream();
        using (Stream stream = encoding == "br" ? new BrotliStream(output, CompressionLevel.Fastest, true) : new GZipStream(output, CompressionLevel.Fastest, true))
        {
            var block = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < megabytes; i++)
                stream.Write(block);
        }

        return output.ToArray();
    }
}
