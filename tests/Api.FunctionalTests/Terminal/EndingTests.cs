using System.Diagnostics;

namespace ObsControlPlane.Api.FunctionalTests.Terminal;

/// <summary>How the program ends when it cannot do what was asked.</summary>
public sealed class EndingTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Open() => _folder = new TemporaryFolder();

    [TearDown]
    public void Close() => _folder.Dispose();

    private static IEnumerable<string[]> WrongCommandLines =>
    [
        ["rember", "x"],
        ["recall"],
        ["recall", "x", "--limit", "many"],
        ["recall", "x", "--no-such-option"],
        ["recall", "x", "--before", "yesterday"],
        ["remember", "key-alone"],
        ["remember", "key", "content", "--issue", "both"],
        ["remember", "key", "content", "--metadata", "{broken"],
        ["import", "no-such-file.jsonl"],
        ["stats", "--server", "no address"],
    ];

    [TestCaseSource(nameof(WrongCommandLines))]
    public async Task A_wrong_command_line_ends_in_2_and_touches_nothing(string[] args)
    {
        var ended = await OcpProcess.RunAsync(_folder.Data, args);

        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.Error);
        Assert.That(ended.Error, Does.Contain("Why:  ").And.Contain("Do:   "));
        Assert.That(ended.Output, Is.Empty);
        Assert.That(Directory.Exists(_folder.Data), Is.False);
    }

    [Test]
    public async Task A_file_in_place_of_the_data_folder_ends_in_2([Values("serve", "stats")] string verb)
    {
        await File.WriteAllTextAsync(_folder.Data, "not a folder");

        var ended = await OcpProcess.RunAsync(_folder.Data, verb);

        Assert.That(ended.ExitCode, Is.EqualTo(2), ended.Error);
        Assert.That(ended.Error, Does.Contain(_folder.Data).And.Contain("Do:   "));
    }

    [Test]
    public async Task A_second_server_on_a_folder_ends_in_3_and_names_the_first()
    {
        await using var first = await OcpServer.StartAsync(_folder.Data);

        var second = await OcpProcess.RunAsync(_folder.Data, "serve", "--urls", "http://127.0.0.1:0");

        Assert.That(second.ExitCode, Is.EqualTo(3), second.Error);
        Assert.That(second.Error, Does.Contain(first.Url.TrimEnd('/')).And.Contain($"{first.Pid}"));
    }

    [Test]
    public async Task An_address_in_use_ends_in_3()
    {
        await using var first = await OcpServer.StartAsync(_folder.Data);

        var second = await OcpProcess.RunAsync(_folder.File("other"), "--urls", first.Url);

        Assert.That(second.ExitCode, Is.EqualTo(3), second.Error);
    }

    [Test]
    public async Task A_server_that_cannot_be_reached_ends_in_4()
    {
        var ended = await OcpProcess.RunAsync(_folder.Data, "stats", "--server", "http://127.0.0.1:9");

        Assert.That(ended.ExitCode, Is.EqualTo(4), ended.Error);
    }

    [Test]
    public async Task Verbs_side_by_side_wait_for_each_other()
    {
        var ended = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => OcpProcess.RunAsync(_folder.Data, "remember", $"key-{number}", "content")));
        var stats = await OcpProcess.RunAsync(_folder.Data, "stats", "--json");

        Assert.That(ended.Select(result => result.ExitCode), Is.All.Zero, string.Join('\n', ended.Select(result => result.Error)));
        Assert.That(stats.Json.GetProperty("stores").GetProperty("memory").GetProperty("memories").GetInt64(), Is.EqualTo(4));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task Ctrl_C_ends_in_130_without_a_stack()
    {
        using var import = OcpProcess.Start(_folder.Data, "import", "-");
        await import.StandardInput.WriteLineAsync("""{"issue": "interrupted", "solution": "later"}""");
        while (Infrastructure.InfrastructureServices.FindDataFolderOwner(_folder.Data) is null && !import.HasExited)
            await Task.Delay(50);

        using (var kill = Process.Start("kill", ["-INT", $"{import.Id}"]))
            await kill.WaitForExitAsync();
        var ended = await OcpProcess.EndAsync(import);

        Assert.That(ended.ExitCode, Is.EqualTo(130), ended.Error);
        Assert.That(ended.Error, Does.Not.Contain("   at "));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task A_closed_pipe_is_no_failure()
    {
        await OcpProcess.RunAsync(_folder.Data, "demo");

        var start = new ProcessStartInfo("bash", ["-c", "\"$0\" export | head -n 1; echo \"${PIPESTATUS[0]}\"", OcpProcess.Program])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["OCP_DATA"] = _folder.Data;
        start.Environment["Stores__Mode"] = "embedded";
        using var pipeline = Process.Start(start)!;
        var ended = await OcpProcess.EndAsync(pipeline);

        Assert.That(ended.LastLine, Is.EqualTo("0"), ended.Error);
        Assert.That(ended.Error, Is.Empty);
    }

    private static IEnumerable<string> Verbs =>
    [
        "serve", "recall", "remember", "outcome", "forget", "agents", "register", "import", "export", "digest", "re-embed", "dead-letters", "reconcile", "rebuild-graph", "stats", "fingerprint", "init", "demo", "health",
    ];

    [TestCaseSource(nameof(Verbs))]
    public async Task Every_verb_has_help_with_examples(string verb)
    {
        var help = await OcpProcess.RunAsync(_folder.Data, verb, "--help");

        Assert.That(help.ExitCode, Is.Zero, help.Error);
        Assert.That(help.Output, Does.Contain("Examples:").And.Contain($"ocp {verb}"));
        Assert.That(Directory.Exists(_folder.Data), Is.False, "help starts nothing");
    }
}
