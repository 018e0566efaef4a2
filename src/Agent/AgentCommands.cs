using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Client;

namespace ObsControlPlane.Agent;

/// <summary>The command line: report (the default), fix, recall, run.</summary>
internal static class AgentCommands
{
    private const int Done = 0, Refused = 1, NameInUse = 3, Unreachable = 4;

    private static readonly Option<Uri> Server = new("--server") { Description = "Address of the server (OCP_SERVER).", Recursive = true, DefaultValueFactory = _ => new Uri(Setting("OCP_SERVER") ?? "http://localhost:5555") };
    private static readonly Option<string> Name = new("--name") { Description = "Name of this agent.", Recursive = true, DefaultValueFactory = _ => Environment.MachineName };
    private static readonly Option<string?> Instance = new("--instance-id") { Description = "Names this installation; the machine's id when left out.", Recursive = true };
    private static readonly Option<string> Data = new("--data") { Description = "Folder of the spool (OCP_AGENT_DATA, STATE_DIRECTORY).", Recursive = true, DefaultValueFactory = _ => Folder() };
    private static readonly Option<int> Interval = new("--interval") { Description = "Seconds between two reports, 1-86400.", DefaultValueFactory = _ => 60 };
    private static readonly Option<bool> Once = new("--once") { Description = "Report once and end, for cron and timers." };

    /// <summary>Builds the commands.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand("Reports this host to ObsControlPlane; records, recalls and runs fixes from a shell.") { Server, Name, Instance, Data, Interval, Once, Fix(), Recall(), Run() };
        Interval.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 86_400)
                result.AddError("--interval must be 1 to 86400 seconds.");
        });
        root.SetAction((parsed, ct) => GuardAsync(parsed, tools => ReportAsync(parsed, tools, ct)));
        return root;
    }

    private static Command Fix()
    {
        var issue = new Argument<string>("issue") { Description = "What was wrong." };
        var solution = new Option<string>("--solution") { Description = "What was done.", Required = true };
        var worked = new Option<bool>("--worked") { Description = "It worked." };
        var failed = new Option<bool>("--failed") { Description = "It did not." };
        var command = new Command("fix", "Records what was done about an issue; waits in the spool while the server is away.") { issue, solution, worked, failed };
        command.Validators.Add(result =>
        {
            if (result.GetValue(worked) && result.GetValue(failed))
                result.AddError("Say --worked or --failed, not both.");
        });
        command.SetAction((parsed, ct) => GuardAsync(parsed, async tools =>
        {
            tools.Spool.RememberFix(new FixReport(
                parsed.GetValue(issue), parsed.GetValue(solution)!, parsed.GetValue(worked) ? true : parsed.GetValue(failed) ? false : null,
                parsed.GetValue(Name), new Scope(Server: Environment.MachineName)));
            return await SendAsync(tools, ct);
        }));
        return command;
    }

    private static Command Recall()
    {
        var issue = new Argument<string>("issue") { Description = "What is wrong." };
        var command = new Command("recall", "Asks for the fix that has proven itself.") { issue };
        command.SetAction((parsed, ct) => GuardAsync(parsed, async tools =>
        {
            var answer = await tools.Client.RecallAsync(new RecallQuestion("issue:" + parsed.GetValue(issue), 5, new Scope(Server: Environment.MachineName)), ct);
            Console.WriteLine(answer.Verdict + (answer.Complete ? "" : " (a source was missing)"));
            foreach (var hit in answer.Results)
                Console.WriteLine($"  {hit.Score:0.00}  {Visible(hit.Solution ?? hit.Content)}");
            foreach (var hit in answer.Avoid)
                Console.WriteLine($"  avoid {Visible(hit.Solution)}");
            return Done;
        }));
        return command;
    }

    private static Command Run()
    {
        var issue = new Option<string>("--issue") { Description = "What the command is to mend.", Required = true };
        var words = new Argument<string[]>("command") { Description = "The command, after --.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("run", "Runs a fix, reports its exit code as verified evidence and ends with it.") { issue, words };
        command.SetAction((parsed, ct) => GuardAsync(parsed, tools => RunAsync(parsed.GetValue(issue)!, parsed.GetValue(words)!, parsed.GetValue(Name)!, tools, ct)));
        return command;
    }

    private static async Task<int> ReportAsync(ParseResult parsed, Tools tools, CancellationToken ct)
    {
        var data = parsed.GetValue(Data)!;
        var identity = new AgentIdentity(
            parsed.GetValue(Name)!, Environment.MachineName, parsed.GetValue(Instance) ?? AgentIdentity.FindInstance(data, TimeProvider.System), parsed.GetValue(Interval));
        var reporter = new Reporter(tools.Client, tools.Spool, new HostSampler("/proc", Systemd.FailedUnits), identity, TimeProvider.System);
        ObsControlPlaneException? refusal = null;
        tools.Spool.WriteRefused += refused => refusal = refused;

        // Processor use is a share between two readings, so a single report needs a moment between them.
        await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(identity.IntervalSeconds));
        bool sent;
        do
        {
            sent = await reporter.ReportAsync(ct);
            if (refusal is not null)
                throw refusal;
            if (!sent)
                await Console.Error.WriteLineAsync($"The server did not take it; {tools.Spool.Waiting} reports wait, {tools.Spool.Dropped} were dropped.");
        }
        while (!parsed.GetValue(Once) && await timer.WaitForNextTickAsync(ct));
        return Done;
    }

    private static async Task<int> SendAsync(Tools tools, CancellationToken ct)
    {
        ObsControlPlaneException? refusal = null;
        tools.Spool.WriteRefused += refused => refusal = refused;
        var sent = await tools.Spool.SendAsync(tools.Client, ct);
        if (refusal is not null)
            throw refusal;
        await Console.Error.WriteLineAsync(sent ? "Stored." : $"The server is away; it waits on this disk ({tools.Spool.Waiting} waiting).");
        return Done;
    }

    private static async Task<int> RunAsync(string issue, string[] words, string agent, Tools tools, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]))!;
        await process.WaitForExitAsync(ct);
        var worked = process.ExitCode == 0;
        var report = new FixReport(issue, string.Join(' ', words), null, agent, new Scope(Server: Environment.MachineName));
        try
        {
            var receipt = await tools.Client.RememberFixAsync(report, ct);
            tools.Spool.ReportOutcome(receipt.Id, new OutcomeReport(
                worked ? "worked" : "failed", new Evidence("verified", $"exit code {process.ExitCode}"), Agent: agent, Scope: report.Scope));
        }
        catch (ObsControlPlaneException e) when (e.IsTransient)
        {
            // Evidence belongs to a fix that the server knows; what is spooled for an unknown one counts as reported.
            tools.Spool.RememberFix(report with { Success = worked });
        }
        catch (ObsControlPlaneException e)
        {
            await Console.Error.WriteLineAsync($"The run was not recorded: {e.Message}");
            return process.ExitCode;
        }
        if (!await tools.Spool.SendAsync(tools.Client, ct))
            await Console.Error.WriteLineAsync("The server is away; how the run ended waits on this disk.");
        return process.ExitCode;
    }

    private static async Task<int> GuardAsync(ParseResult parsed, Func<Tools, Task<int>> act)
    {
        var data = parsed.GetValue(Data)!;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddObsControlPlane(parsed.GetValue(Server)!, options =>
        {
            options.ApiKey = Setting("OCP_API_KEY");
            options.Retries = 1;
            options.TotalTimeout = TimeSpan.FromSeconds(20);
            options.Spool = new SpoolOptions { Path = Path.Combine(data, "spool.db") };
        });
        await using var provider = services.BuildServiceProvider();
        try
        {
            return await act(new Tools(provider.GetRequiredService<ObsControlPlaneClient>(), provider.GetRequiredService<WriteSpool>()));
        }
        catch (ObsControlPlaneException e) when (e.Problem == "agent-name-in-use")
        {
            await Console.Error.WriteLineAsync(
                $"{e.Message}\nGive this one another name with --name, or stop the other ({e.Details.GetValueOrDefault("server", "unknown server")}, name free at {e.Details.GetValueOrDefault("free_at", "an unknown time")}).");
            return NameInUse;
        }
        catch (ObsControlPlaneException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.Status is null ? Unreachable : Refused;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            await Console.Error.WriteLineAsync($"The command could not be started: {e.Message}");
            return 127;
        }
        catch (OperationCanceledException)
        {
            return Done;
        }
    }

    // Recalled text comes from others: no control character of it reaches the terminal.
    private static string Visible(string? text) => new([.. (text ?? "").Select(c => char.IsControl(c) ? ' ' : c)]);

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Folder() => Setting("OCP_AGENT_DATA") ?? Setting("STATE_DIRECTORY")?.Split(':')[0]
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "obs-agent");

    private sealed record Tools(ObsControlPlaneClient Client, WriteSpool Spool);
}
