using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Agent;

namespace ObsControlPlane.Client.Tests;

/// <summary>What obs-agent samples, how it outlasts the server's absence, and what it tells a second installation.</summary>
public sealed class AgentTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("ocp-agent-");

    [TearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [Test]
    public void Figures_carry_the_names_units_and_values_of_the_host()
    {
        Proc("cpu 100 0 0 100 0 0 0 0\n");
        var sampler = new HostSampler(_folder.FullName, () => ["nginx.service"]);
        Proc("cpu 175 0 0 120 5 0 0 0\n");

        var read = sampler.Read();

        Assert.Multiple(() =>
        {
            Assert.That(Only("system.cpu.utilization"), Is.EqualTo((0.75, "1")), "75 of 100 ticks; waiting for a disk is not use");
            Assert.That(Only("system.memory.usage"), Is.EqualTo((750d * 1024, "By")));
            Assert.That(Only("system.memory.limit"), Is.EqualTo((1000d * 1024, "By")));
            Assert.That(Only("system.memory.utilization"), Is.EqualTo((0.75, "1")));
            Assert.That(Only("system.cpu.load_average.5m"), Is.EqualTo((2.5, "1")));
            Assert.That(Only("system.uptime"), Is.EqualTo((321.5, "s")));
            Assert.That(Only("systemd.units.failed"), Is.EqualTo((1d, "{unit}")));
            Assert.That(read.Single(m => m.Name == "systemd.unit.failed").Attributes!["systemd.unit.name"], Is.EqualTo("nginx.service"));
            Assert.That(read.Where(m => m.Name == "process.memory.usage").Select(m => m.Attributes!["process.pid"]), Is.Unique.And.Not.Empty);
        });

        (double, string?) Only(string name) => read.Where(m => m.Name == name).Select(m => (m.Value, m.Unit)).Single();
    }

    [Test]
    public void What_cannot_be_read_is_left_out()
    {
        var read = new HostSampler(Path.Combine(_folder.FullName, "missing"), () => null).Read();

        Assert.That(read.Select(m => m.Name).Where(name => name.StartsWith("system.cpu", StringComparison.Ordinal)
            || name.StartsWith("system.memory", StringComparison.Ordinal) || name.StartsWith("systemd", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("", new string[0])]
    [TestCase("nginx.service loaded failed failed A web server\nbackup.timer loaded failed failed Backup\n", new[] { "nginx.service", "backup.timer" })]
    public void Failed_units_are_the_first_word_of_each_line(string list, string[] units) => Assert.That(Systemd.Read(list), Is.EqualTo(units));

    [TestCase(100, 61, 0)]
    [TestCase(40, 40, 21)]
    public async Task An_hour_without_the_server_arrives_in_order_and_what_gave_way_is_counted(int bound, int arrives, int dropped)
    {
        await using var server = await RealServer.StartNewAsync();
        await server.KillAsync();
        Proc("cpu 100 0 0 100 0 0 0 0\n");
        var began = TimeProvider.System.GetUtcNow().AddHours(-1);
        var time = new FakeTimeProvider(began);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var spool = new WriteSpool(new SpoolOptions { Path = Path.Combine(_folder.FullName, "spool.db"), MaxItems = bound }, time);
        var reporter = new Reporter(
            new ObsControlPlaneClient(http, time), spool, new HostSampler(_folder.FullName, () => null), new AgentIdentity("hourly", "host", "one", 60), time);
        for (var minute = 0; minute < 60; minute++)
        {
            Load(minute);
            Assert.That(await reporter.ReportAsync(default), Is.False);
            time.Advance(TimeSpan.FromMinutes(1));
        }
        await server.StartAsync();
        Load(60);

        Assert.That(await reporter.ReportAsync(default), Is.True);

        var first = began.ToUnixTimeMilliseconds();
        var answer = JsonNode.Parse(await http.GetStringAsync($"/api/agents/hourly/telemetry?name=system.cpu.load_average.1m&since={first}"))!;
        Assert.Multiple(() =>
        {
            Assert.That(answer["points"]!.AsArray().Select(point => ((long)(double)point![0]! - first, (double)point[1]!)),
                Is.EqualTo(Enumerable.Range(61 - arrives, arrives).Select(minute => (minute * 60_000L, (double)minute))));
            Assert.That((spool.Waiting, spool.Dropped, spool.Refused), Is.EqualTo((0L, (long)dropped, 0L)));
        });

        void Load(int minute) => File.WriteAllText(Path.Combine(_folder.FullName, "loadavg"), $"{minute} 2.5 3 1/2 3\n");
    }

    [Test]
    public async Task A_second_installation_is_told_what_to_do_and_a_run_passes_its_exit_code_on()
    {
        await using var server = await RealServer.StartNewAsync();
        var first = await AgentAsync(server, "--once", "--name", "web", "--instance-id", "one");
        var second = await AgentAsync(server, "--once", "--name", "web", "--instance-id", "two");
        var run = await AgentAsync(server, "run", "--issue", "the cache is stale", "--", "sh", "-c", "exit 7");
        var fix = await AgentAsync(server, "fix", "disk full", "--solution", "remove old logs", "--worked");
        var recall = await AgentAsync(server, "recall", "disk full");
        using var http = new HttpClient { BaseAddress = server.Address };
        var runs = JsonNode.Parse(await http.GetStringAsync("/api/fixes?success=false"))!["fixes"]![0]!;
        var history = JsonNode.Parse(await http.GetStringAsync($"/api/fixes/{runs["id"]}"))!["history"]![0]!;

        Assert.Multiple(() =>
        {
            Assert.That((first.Code, second.Code, run.Code, fix.Code, recall.Code), Is.EqualTo((0, 3, 7, 0, 0)));
            Assert.That(second.Error, Does.Contain("--name"));
            Assert.That(recall.Output, Does.StartWith("proven").And.Contain("remove old logs"));
            Assert.That((string?)history["evidence"]!["kind"], Is.EqualTo("verified"));
            Assert.That((string?)history["evidence"]!["note"], Is.EqualTo("exit code 7"));
        });
    }

    private void Proc(string stat)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "stat"), stat);
        File.WriteAllText(Path.Combine(_folder.FullName, "meminfo"), "MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable: 250 kB\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "loadavg"), "1.5 2.5 3 1/2 3\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "uptime"), "321.5 100\n");
    }

    private async Task<(int Code, string Output, string Error)> AgentAsync(RealServer server, params string[] words)
    {
        var own = Path.Combine(AppContext.BaseDirectory, "..", "..", "Agent", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "obs-agent.dll");
        var start = new ProcessStartInfo("dotnet", [own, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OCP_SERVER"] = server.Address.OriginalString;
        start.Environment["OCP_AGENT_DATA"] = _folder.FullName;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
