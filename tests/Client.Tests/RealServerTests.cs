using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace ObsControlPlane.Client.Tests;

/// <summary>The client against the program itself, through faults: each write arrives once.</summary>
public sealed class RealServerTests
{
    private RealServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await RealServer.StartNewAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [TestCase(Fault.LostBefore, Fault.LostAfter)]
    [TestCase(Fault.LostAfter, Fault.LostAfter)]
    [TestCase(Fault.Slow)]
    [TestCase(Fault.Unavailable, Fault.Slow, Fault.LostAfter)]
    public async Task A_write_arrives_once_through(params Fault[] list)
    {
        var faults = new Faults(list);
        await using var provider = Provider(faults);
        var client = provider.GetRequiredService<ObsControlPlaneClient>();

        var receipt = await client.RememberFixAsync(new FixReport("disk full through " + string.Join(' ', list), "remove old logs", true));

        var fix = await client.GetFixAsync(receipt.Id);
        Assert.Multiple(() =>
        {
            Assert.That(fix.Sightings, Is.EqualTo(1));
            Assert.That(fix.Standing!.Worked, Is.EqualTo(1));
            Assert.That(faults.Keys.Take(list.Length + 1).Distinct().Single(), Is.Not.Null, "every attempt carries the same key");
        });
    }

    [Test]
    public async Task Two_calls_are_two_writes()
    {
        await using var provider = Provider();
        var client = provider.GetRequiredService<ObsControlPlaneClient>();
        await client.RememberFixAsync(new FixReport("two calls about one issue", "do it", true));

        var second = await client.RememberFixAsync(new FixReport("two calls about one issue", "do it", true));

        Assert.That((await client.GetFixAsync(second.Id)).Sightings, Is.EqualTo(2));
    }

    [Test]
    public async Task Retry_After_is_kept()
    {
        var faults = new Faults(Fault.Unavailable);
        await using var provider = Provider(faults);
        var watch = Stopwatch.StartNew();

        await provider.GetRequiredService<ObsControlPlaneClient>().RememberAsync(new MemoryReport("retry-after", "kept"));

        Assert.That((watch.Elapsed, faults.Attempts), Is.GreaterThanOrEqualTo((TimeSpan.FromSeconds(0.95), 2)), "the pause of its own would be 10 ms");
    }

    [Test]
    public async Task Every_call_reads_what_the_server_answers()
    {
        await using var provider = Provider();
        var client = provider.GetRequiredService<ObsControlPlaneClient>();
        var batch = await client.RememberFixesAsync([new FixReport("kafka consumer lags behind", "add a partition", true, Tags: ["kafka"]), new FixReport("", "nothing")]);
        var id = Guid.Parse(batch.Results[0].Id!);
        var answer = await client.RecallFixesAsync("kafka consumer lags behind");
        var outcome = await client.ReportOutcomeAsync(id, new OutcomeReport("worked", new Evidence("verified", "lag 0"), answer.RecallId));
        var registered = await client.RegisterAgentAsync(new AgentRegistration("reader", "host-a", "one", 30));
        var report = await client.ReportTelemetryAsync(new TelemetryReport("reader", [new Measurement("system.cpu.utilization", 0.5, "1")], "host-a", "one", 1));
        var again = await client.ReportTelemetryAsync(new TelemetryReport("reader", [new Measurement("system.cpu.utilization", 0.5, "1")], "host-a", "one", 1));

        Assert.Multiple(async () =>
        {
            Assert.That((batch.Stored, batch.Refused, batch.Results[1].Problem!.Type), Is.EqualTo((1L, 1L, "/problems/validation")));
            Assert.That(answer.Results[0].Id, Is.EqualTo(id));
            Assert.That(answer.Verdict, Is.EqualTo("proven"));
            Assert.That(outcome.FixId, Is.EqualTo(id));
            Assert.That(registered.Agent.Name, Is.EqualTo("reader"));
            Assert.That((report.Duplicate, again.Duplicate), Is.EqualTo((false, true)));
            Assert.That((await client.GetRecentFixesAsync()).Fixes.Select(fix => fix.Id), Does.Contain(id));
            Assert.That((await client.FindSimilarIssuesAsync("KAFKA")).Single().Tags, Is.EqualTo(new[] { "kafka" }));
            Assert.That((await client.GetSuccessRateAsync("kafka")).Rate, Is.EqualTo(1));
            Assert.That((await client.GetAgentsAsync()).Agents.Select(agent => agent.Name), Does.Contain("reader"));
            Assert.That((await client.GetHealthAsync()).Checks, Does.ContainKey("database_write"));
        });
    }

    [Test]
    public async Task A_refusal_names_the_problem_and_its_fields_and_is_not_repeated()
    {
        var faults = new Faults();
        await using var provider = Provider(faults);
        var client = provider.GetRequiredService<ObsControlPlaneClient>();

        var refusal = Assert.ThrowsAsync<ObsControlPlaneException>(() => client.RememberFixAsync(new FixReport("an issue", " ")));

        Assert.That((refusal.Status, refusal.Problem, refusal.IsTransient, faults.Attempts), Is.EqualTo((HttpStatusCode.BadRequest, "validation", false, 1)));
        Assert.That(refusal.Errors.Keys, Is.EqualTo(new[] { "solution" }));
    }

    [Test]
    public async Task A_second_installation_of_a_name_is_told_who_holds_it()
    {
        await using var provider = Provider();
        var client = provider.GetRequiredService<ObsControlPlaneClient>();
        await client.RegisterAgentAsync(new AgentRegistration("taken", "host-a", "one"));

        var refusal = Assert.ThrowsAsync<ObsControlPlaneException>(() => client.RegisterAgentAsync(new AgentRegistration("taken", "host-b", "two")));

        Assert.That((refusal.Problem, refusal.Details["server"], refusal.IsTransient), Is.EqualTo(("agent-name-in-use", "host-a", false)));
    }

    [Test]
    public async Task What_is_spooled_while_the_server_is_killed_arrives_once_and_in_order()
    {
        await using var server = await RealServer.StartNewAsync();
        var folder = Directory.CreateTempSubdirectory("ocp-spool-");
        await using var provider = Provider(new Faults(Fault.LostAfter), server.Address, new SpoolOptions { Path = Path.Combine(folder.FullName, "spool.db") });
        var client = provider.GetRequiredService<ObsControlPlaneClient>();
        var spool = provider.GetRequiredService<WriteSpool>();
        string[] parts = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"];

        spool.RememberFix(Report(parts[0]));
        Assert.That(await spool.SendAsync(client), Is.True);
        await server.KillAsync();
        foreach (var part in parts[1..])
            spool.RememberFix(Report(part));
        Assert.That((await spool.SendAsync(client), spool.Waiting), Is.EqualTo((false, 5L)));
        await server.StartAsync();
        Assert.That((await spool.SendAsync(client), spool.Waiting), Is.EqualTo((true, 0L)));

        var fixes = (await client.GetRecentFixesAsync()).Fixes;
        Assert.That(fixes.Select(fix => fix.Issue.Split(' ')[0]).Order(), Is.EqualTo(parts));
        Assert.That(fixes.Select(fix => fix.Sightings), Is.All.EqualTo(1));
        Assert.That(fixes.OrderBy(fix => fix.Id).Select(fix => fix.Issue.Split(' ')[0]), Is.EqualTo(parts), "ids are given in the order of arrival");
        await provider.DisposeAsync();
        folder.Delete(recursive: true);

        static FixReport Report(string part) => new($"{part} does not answer", "restart it", true, "spooler");
    }

    [Test]
    public async Task The_program_in_the_documents_is_the_one_that_compiles_and_it_runs()
    {
        var source = await File.ReadAllTextAsync(Path.Combine(Root(), "docs/samples/Client/Program.cs"));
        var page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs/csharp.md"));
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(OwnFolder("Client.Sample"), "ObsControlPlane.Client.Sample.dll"), _server.Address.OriginalString]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("```csharp\n" + source + "```"));
            Assert.That(source.TrimEnd().Split('\n'), Has.Length.LessThanOrEqualTo(20));
            Assert.That(process.ExitCode, Is.Zero);
            Assert.That(output, Does.Contain("restart php-fpm"));
        });
    }

    // Beside the tests' own folder: copied among the server's packages it would not find its own.
    private static string OwnFolder(string project) =>
        Path.Combine(AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ObsControlPlane.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    private ServiceProvider Provider(Faults? faults = null, Uri? address = null, SpoolOptions? spool = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddObsControlPlane(address ?? _server.Address, options =>
        {
            options.RetryDelay = TimeSpan.FromMilliseconds(10);
            options.AttemptTimeout = TimeSpan.FromSeconds(5);
            options.Spool = spool;
        });
        if (faults is not null)
            builder.AddHttpMessageHandler(() => faults);
        return services.BuildServiceProvider();
    }
}
