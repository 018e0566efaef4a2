using System.Globalization;

namespace ObsControlPlane.Reliability.Run;

/// <summary>The end of a run: one table, what failed, and one line that scripts can read.</summary>
internal static class Summary
{
    /// <summary>Whether a fault that cannot be tried here counts as a failure.</summary>
    private static bool AllRequired => Environment.GetEnvironmentVariable("OCP_REQUIRED_FAULTS") == "1";

    /// <summary>Whether a row that cannot be tried is a failure, as <c>OCP_REQUIRED_FAULTS</c> and <c>OCP_REQUIRED_STORES</c> say.</summary>
    public static bool IsRequired(IFault fault) => AllRequired || (fault.NeedsStores && Environment.GetEnvironmentVariable("OCP_REQUIRED_STORES") is { Length: > 0 });

    /// <summary>Prints it.</summary>
    /// <returns>The exit code: 0 when nothing failed.</returns>
    public static int Print(IReadOnlyList<FaultReport> reports, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{"row",-5}{"verb",-14}{"trials",7}{"writes",9}{"acked",9}{"unknown",9}{"checks",8}{"failed",8}{"seconds",9}");
        foreach (var report in reports)
            output.WriteLine(Line(report));
        foreach (var report in reports)
            Findings(report, output);
        var skipped = reports.Where(report => report.Skipped is not null).ToList();
        var failed = reports.Sum(report => report.Checks.Count(check => !check.Passed)) + skipped.Count(report => report.IsRequired);
        var passed = reports.Sum(report => report.Checks.Count(check => check.Passed));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed, {skipped.Count(report => !report.IsRequired)} skipped"));
        return failed == 0 ? 0 : 1;
    }

    private static string Line(FaultReport report) => report.Skipped is { } reason
        ? $"{report.Row,-5}{report.Verb,-14}{(report.IsRequired ? "FAILED, required but " : "skipped: ")}{reason}"
        : string.Create(CultureInfo.InvariantCulture,
            $"{report.Row,-5}{report.Verb,-14}{report.Trials,7}{report.Writes,9}{report.Acknowledged,9}{report.Unknown,9}{report.Checks.Count,8}{report.Checks.Count(check => !check.Passed),8}{report.Took.TotalSeconds,9:F1}");

    private static void Findings(FaultReport report, TextWriter output)
    {
        if (report.Measures.Count > 0)
            output.WriteLine($"{report.Row,-5}{string.Join("; ", report.Measures.Select(measure => $"{measure.Name} {measure.Value}"))}");
        foreach (var check in report.Checks.Where(check => !check.Passed))
            output.WriteLine($"{report.Row,-5}FAILED {check.Name}: {check.Detail}");
    }
}
