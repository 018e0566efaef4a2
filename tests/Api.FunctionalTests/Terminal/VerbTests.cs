using System.IO.Compression;
using System.Text;

namespace ObsControlPlane.Api.FunctionalTests.Terminal;

/// <summary>Every verb as people run it, once on a folder that nobody serves and once beside a running server.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class VerbTests(bool isServed)
{
    private TemporaryFolder _folder = null!;
    private OcpServer? _server;

    [OneTimeSetUp]
    public async Task Open()
    {
        _folder = new TemporaryFolder();
        _server = isServed ? await OcpServer.StartAsync(_folder.Data) : null;
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task A_remembered_fix_is_recalled_with_verdict_standing_and_id()
    {
        var remembered = await RunAsync("remember", "issue:payment gateway certificate expired", "renew it with certbot", "--success", "worked", "--service", "payments", "--json");
        var recalled = await RunAsync("recall", "payment gateway certificate expired");
        var json = await RunAsync("recall", "payment gateway certificate expired", "--json");

        Assert.That(remembered.ExitCode, Is.Zero, remembered.Error);
        Assert.That(remembered.Json.GetProperty("kind").GetString(), Is.EqualTo("fix"));
        Assert.That(recalled.Output, Does.StartWith("proven:").And.Contain(remembered.Id).And.Contain("renew it with certbot").And.Contain("worked 1"));
        Assert.That(json.Json.GetProperty("results")[0].GetProperty("id").GetString(), Is.EqualTo(remembered.Id));
    }

    [Test]
    public async Task An_explained_recall_shows_signals_and_threshold()
    {
        await RunAsync("remember", "--issue", "queue consumer lags behind", "--solution", "add a partition", "--success", "worked");

        var explained = await RunAsync("recall", "queue consumer lags behind", "--explain");

        Assert.That(explained.ExitCode, Is.Zero, explained.Error);
        Assert.That(explained.Output, Does.Contain("contribution").And.Contain("threshold"));
    }

    [Test]
    public async Task An_outcome_is_counted_and_shown()
    {
        var fix = await RunAsync("remember", "--issue", "node clock drifts", "--solution", "restart chronyd", "--json");

        var failed = await RunAsync("outcome", fix.Id, "failed", "--evidence", "verified", "--note", "still drifting", "--application-id", "once");
        var again = await RunAsync("outcome", fix.Id, "failed", "--evidence", "verified", "--application-id", "once");

        Assert.That(failed.Output, Does.Contain("failed 1"), failed.Error);
        Assert.That(again.Error, Does.Contain("had been counted before"));
    }

    [Test]
    public async Task A_memory_is_kept_as_standard_input_gives_it()
    {
        const string Content = "line one\n  line two: ünïcode ☃";
        var remembered = await OcpProcess.RunAsync(_folder.Data, Content + "\n", ["remember", "on-call-notes", "-", "--json"]);

        var recalled = await RunAsync("recall", "on-call-notes", "--key", "--json");

        Assert.That(remembered.ExitCode, Is.Zero, remembered.Error);
        Assert.That(recalled.Json.GetProperty("results")[0].GetProperty("content").GetString(), Is.EqualTo(Content));
    }

    [Test]
    public async Task A_registered_agent_is_listed()
    {
        var registered = await RunAsync("register", "disk-janitor", "--host", "web-01", "--interval", "30");

        var agents = await RunAsync("agents");
        var offline = await RunAsync("agents", "--status", "offline", "--json");

        Assert.That(registered.Output, Does.Contain("disk-janitor on web-01 is active"), registered.Error);
        Assert.That(agents.Output, Does.Contain("disk-janitor").And.Contain("web-01").And.Contain("30 s"));
        Assert.That(offline.Json.GetProperty("agents").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task What_is_forgotten_is_gone()
    {
        var fix = await RunAsync("remember", "--issue", "secret leaked into a log", "--solution", "rotate the key", "--json");

        var forgotten = await RunAsync("forget", fix.Id);
        var again = await RunAsync("forget", fix.Id);
        var memory = await RunAsync("remember", "to-forget", "soon gone", "--json");
        var memoryForgotten = await RunAsync("forget", memory.Id);

        Assert.That(forgotten.Output, Does.Contain($"{fix.Id} erased"), forgotten.Error);
        Assert.That(again.Output, Does.Contain("had been erased before"), again.Error);
        Assert.That(memoryForgotten.Output, Does.Contain($"{memory.Id} erased"), memoryForgotten.Error);
    }

    [Test]
    public async Task A_fingerprint_shows_what_it_is_the_hash_of()
    {
        var one = await RunAsync("fingerprint", "disk 96% full on web-2");
        var other = await RunAsync("fingerprint", "disk 91% full on web-7");

        Assert.That(one.Output, Does.StartWith("f1:").And.Contain("disk"), one.Error);
        Assert.That(other.Output, Is.EqualTo(one.Output));
    }

    [Test]
    public async Task A_compressed_file_that_was_cut_off_is_told()
    {
        var file = _folder.File("cut.jsonl.gz");
        await WriteCompressedAsync(file, """{"issue": "a", "solution": "b"}""", "");
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^1]);

        var import = await RunAsync("import", file);

        Assert.That(import.ExitCode, Is.EqualTo(1), import.Error);
        Assert.That(import.Error, Does.Contain("not whole"));
    }

    [Test]
    public async Task An_import_names_refused_lines_and_a_repeat_changes_nothing()
    {
        var file = _folder.File("fixes.jsonl.gz");
        await WriteCompressedAsync(file,
            """{"id": "kb:1", "issue": "etcd is slow", "solution": "defragment it", "source": "kb", "license": "MIT", "tags": ["etcd"]}""",
            """{"id": "kb:2", "issue": "ingress answers 502", "solution": "raise the timeout", "source": "kb", "license": "MIT", "time": "2026-01-31T12:00:00"}""",
            "",
            """{"id": "kb:3", "issue": "no solution here", "source": "kb"}""",
            "this is no JSON");

        var first = await RunAsync("import", file);
        var before = await StatsAsync();
        var second = await RunAsync("import", file);
        var after = await StatsAsync();

        Assert.That(first.LastLine, Is.EqualTo("2 stored, 0 deduplicated, 2 refused of 4 lines"), first.Error);
        Assert.That(first.Error, Does.Contain($"{file}:4: solution: ").And.Contain($"{file}:5: "));
        Assert.That(first.ExitCode, Is.EqualTo(1), "a refused line is a refusal");
        Assert.That(second.LastLine, Is.EqualTo("0 stored, 2 deduplicated, 2 refused of 4 lines"));
        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public async Task An_import_as_JSON_is_one_document_with_a_result_per_line()
    {
        var lines = """{"id": "json:1", "issue": "a b c", "solution": "d", "source": "json"}""" + "\nbroken\n";

        var imported = await OcpProcess.RunAsync(_folder.Data, lines, ["import", "-", "--json"]);

        Assert.That(imported.Json.GetProperty("lines").GetInt64(), Is.EqualTo(2));
        Assert.That(imported.Json.GetProperty("results")[1].GetProperty("line").GetInt64(), Is.EqualTo(2));
        Assert.That(imported.Json.GetProperty("results")[1].GetProperty("problem").GetProperty("type").GetString(), Does.Contain("malformed-json"));
    }

    [Test]
    public async Task An_export_comes_back_as_said_before()
    {
        await RunAsync("remember", "--issue", "to be exported", "--solution", "as it is", "--success", "worked", "--agent", "exporter");
        var file = _folder.File("export.jsonl.gz");

        var exported = await RunAsync("export", "--output", file);
        var before = await StatsAsync();
        var imported = await RunAsync("import", file);

        Assert.That(exported.ExitCode, Is.Zero, exported.Error);
        Assert.That(imported.ExitCode, Is.Zero, imported.Error);
        Assert.That(imported.LastLine, Does.StartWith("0 stored, ").And.Contain(" 0 refused"));
        Assert.That(await StatsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Two_stores_with_the_same_content_have_the_same_digest()
    {
        using var other = new TemporaryFolder();
        await RunAsync("remember", "--issue", "to be summed up", "--solution", "as it is", "--success", "worked");
        var file = _folder.File("summed.jsonl");
        await RunAsync("export", "--output", file);
        var here = await RunAsync("digest", "--json");
        var imported = await OcpProcess.RunAsync(other.Data, "import", file);
        var there = await OcpProcess.RunAsync(other.Data, "digest");
        await OcpProcess.RunAsync(other.Data, "remember", "another", "thing");
        var changed = await OcpProcess.RunAsync(other.Data, "digest", "--json");

        Assert.Multiple(() =>
        {
            Assert.That(imported.ExitCode, Is.Zero, imported.Error);
            Assert.That(there.LastLine, Is.EqualTo(here.Json.GetProperty("digest").GetString()).And.Length.EqualTo(64));
            Assert.That(changed.Json.GetProperty("digest").GetString(), Is.Not.EqualTo(there.LastLine));
            Assert.That(changed.Json.GetProperty("lines").GetInt64(), Is.EqualTo(here.Json.GetProperty("lines").GetInt64() + 1));
        });
    }

    [Test]
    public async Task The_demo_loads_once_and_its_question_is_answered()
    {
        var first = await RunAsync("demo");
        var before = await StatsAsync();
        var second = await RunAsync("demo");
        var question = first.LastLine["Try: ocp recall \"".Length..^1];
        var recalled = await RunAsync("recall", question);

        Assert.That(first.ExitCode, Is.Zero, first.Error);
        Assert.That(second.Error, Does.Contain("nothing changed"));
        Assert.That(await StatsAsync(), Is.EqualTo(before));
        Assert.That(recalled.Output, Does.StartWith("proven:"), recalled.Error);
    }

    [Test]
    public async Task Initialising_twice_changes_nothing()
    {
        var first = await RunAsync("init");
        var second = await RunAsync("init");

        Assert.That(first.ExitCode, Is.Zero, first.Error);
        Assert.That(first.Output, Does.Contain("Fix nodes").And.Contain("nodes in total").And.Contain("fixes"));
        Assert.That(Lasting(second), Is.EqualTo(Lasting(first)));

        // A running server beats into its file, so its bytes on disk change by themselves.
        static IEnumerable<string> Lasting(OcpResult result) => result.Output.Split('\n').Where(line => !line.Contains(" bytes ", StringComparison.Ordinal));
    }

    [Test]
    public async Task Health_is_0_beside_a_server_and_1_without_one()
    {
        // Without a server the default address is asked; nothing of this test listens there.
        var health = isServed ? await RunAsync("health") : await RunAsync("health", "--url", "http://127.0.0.1:9");

        Assert.That(health.ExitCode, Is.EqualTo(isServed ? 0 : 1), health.Error);
    }

    private static IEnumerable<string[]> JsonCommands =>
    [
        ["remember", "json-key", "json content"],
        ["remember", "--issue", "json issue", "--solution", "json solution"],
        ["recall", "json issue"],
        ["agents"],
        ["register", "json-agent", "--host", "json-host"],
        ["stats"],
        ["fingerprint", "json issue"],
        ["init"],
        ["demo"],
        ["export"],
        ["digest"],
        ["dead-letters"],
    ];

    [TestCaseSource(nameof(JsonCommands))]
    public async Task With_json_standard_output_is_one_document(string[] args)
    {
        var ended = await RunAsync([.. args, "--json"]);

        Assert.That(ended.ExitCode, Is.Zero, ended.Error);
        Assert.That(() => ended.Json, Throws.Nothing);
    }

    [Test]
    public async Task A_refusal_names_every_wrong_field_and_ends_in_1()
    {
        var refused = await RunAsync("remember", "--issue", " ", "--solution", " ", "--agent", "..", "--json");

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Does.Contain("Why:  issue: ").And.Contain("Why:  solution: ").And.Contain("Why:  agent: ").And.Contain("Do:   "));
        Assert.That(refused.Json.GetProperty("type").GetString(), Does.EndWith("/problems/validation"));
    }

    [Test]
    public async Task What_is_not_there_ends_in_1()
    {
        var unknown = await RunAsync("outcome", "01990000-0000-7000-8000-000000000000", "worked");

        Assert.That(unknown.ExitCode, Is.EqualTo(1));
        Assert.That(unknown.Error, Does.Contain("404"));
    }

    [Test]
    public async Task Stored_text_cannot_act_on_the_terminal()
    {
        await OcpProcess.RunAsync(_folder.Data, "run \u001b[2J\u202Eevil\u009b1m [red]this[/]", ["remember", "--issue", "screen is repainted", "--solution", "-"]);

        var recalled = await RunAsync("recall", "screen is repainted");

        Assert.That(recalled.Output, Does.Contain(@"run \u001B[2J\u202Eevil\u009B1m [red]this[/]"), recalled.Error);
        Assert.That(recalled.Output + recalled.Error, Does.Not.Contain("\u001b").And.Not.Contain("\u202E").And.Not.Contain("\u009b"));
    }

    private Task<OcpResult> RunAsync(params string[] args) => OcpProcess.RunAsync(_folder.Data, args);

    private async Task<string> StatsAsync()
    {
        var stores = (await RunAsync("stats", "--json")).Json.GetProperty("stores");
        var memory = stores.GetProperty("memory");
        var graph = stores.GetProperty("graph");
        return string.Join(' ', new[] { "fixes", "memories", "outcomes", "agents" }.Select(name => $"{name} {memory.GetProperty(name)}"))
            + " " + string.Join(' ', new[] { "fix", "issue", "server", "relationships" }.Select(name => $"{name} {graph.GetProperty(name)}"));
    }

    private static async Task WriteCompressedAsync(string path, params string[] lines)
    {
        await using var file = File.Create(path);
        await using var compressed = new GZipStream(file, CompressionLevel.Fastest);
        await compressed.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }
}
