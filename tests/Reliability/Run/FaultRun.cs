using System.Diagnostics;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Run;

/// <summary>Tries faults one after the other and sums up.</summary>
internal static class FaultRun
{
    /// <summary>No fault may hang a run: what is not done by then counts as failed. A server of the graph alone may need a minute to start.</summary>
    private static TimeSpan Longest(RunOptions options, IFault fault) => options.Full ? TimeSpan.FromHours(6) : TimeSpan.FromMinutes(fault.NeedsStores ? 12 : 5);

    public static async Task<int> RunAsync(RunOptions options, IReadOnlyList<IFault> faults, IReadOnlyList<FaultReport> before, CancellationToken ct)
    {
        using var run = RunContext.Create(options);
        Console.WriteLine($"program {options.Ocp}, seed {options.Seed}, {(options.Full ? "full" : "short")} form");
        var reports = before.ToList();
        foreach (var fault in faults)
        {
            Console.WriteLine($"{fault.Row,-5}{fault.Verb,-16}{fault.Description}");
            reports.Add(await TryAsync(run, fault, ct));
        }

        reports.Add(WholeRun(run));
        if (options.Report is { } path)
            await MarkdownReport.WriteAsync(path, options, reports);
        return Summary.Print(reports, Console.Out);
    }

    private static async Task<FaultReport> TryAsync(RunContext run, IFault fault, CancellationToken ct)
    {
        var report = new FaultReport(fault.Row, fault.Verb);
        try
        {
            if (await fault.WhyUnavailableAsync() is { } reason)
                return new(fault.Row, fault.Verb) { Skipped = reason, IsRequired = Summary.IsRequired(fault) };
        }
        catch (InvalidOperationException required)
        {
            report.Add("what it needs is there", false, required.Message);
            return report;
        }

        var startedAt = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest(run.Options, fault));
        try
        {
            await fault.RunAsync(run, report, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            report.Add("it could be tried to its end", false, $"{failure.GetType().Name}: {failure.Message}\n{failure.StackTrace}\nlast lines of the server:\n{run.Log.Tail}");
        }

        finally
        {
            await OcpServer.EndAllAsync();
            await Store.WakeAllAsync();
            await Mount.ReleaseAllAsync();
        }

        report.Took = Stopwatch.GetElapsedTime(startedAt);
        return report;
    }

    // Two promises are about everything that was said in a run, whatever the fault.
    private static FaultReport WholeRun(RunContext run)
    {
        var report = new FaultReport("B9/14", "whole run");
        report.Measure("error bodies", run.Errors.Count, "");
        if (File.Exists("/proc/loadavg"))
            report.Measure("load average of the machine", double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), "");
        report.Measure("log lines", run.Log.Lines, "");
        report.Add(Check.Nothing("no error body tells a stack, statement, path, host or version", run.Errors.Leaks));
        report.Add(Check.Nothing("every error is a problem document", run.Errors.Malformed));
        report.Add(Check.Nothing("each line of the log is one JSON object", run.Log.Broken));
        return report;
    }
}
