using System.Globalization;
using System.Text;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Run;

/// <summary>Writes the figures of a run as the page that claims rest on.</summary>
internal static class MarkdownReport
{
    public static async Task WriteAsync(string path, RunOptions options, IReadOnlyList<FaultReport> reports)
    {
        var text = new StringBuilder();
        text.AppendLine("# What was tried, and what survived").AppendLine();
        text.AppendLine("Written by `tests/Reliability` from a run against real processes; do not edit by hand. Every row promises: no acknowledged write is lost,");
        text.AppendLine("nothing refused is stored, nothing is stored twice; and what its own checks say. A write without an answer may be either, but once at most.");
        text.AppendLine();
        text.AppendLine("    tests/Reliability … ci             the short form, as build/test.sh runs it");
        text.AppendLine("    tests/Reliability … ci --full      full counts");
        text.AppendLine("    tests/Reliability … kill-api       one row; --seed and --count as you like").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"* Date: {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC");
        text.AppendLine(CultureInfo.InvariantCulture, $"* Commit: {await CommitAsync()}");
        text.AppendLine(CultureInfo.InvariantCulture, $"* Form: {(options.Full ? "full" : "short")}; seed {options.Seed}; {Environment.ProcessorCount} processors").AppendLine();
        text.AppendLine("| row | what | trials | writes | acknowledged | without answer | checks | failed | figures |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var report in reports)
        {
            text.AppendLine(report.Skipped is { } reason
                ? $"| {report.Row} | {report.Verb} | – | – | – | – | – | – | not tried: {reason} |"
                : string.Create(CultureInfo.InvariantCulture,
                    $"| {report.Row} | {report.Verb} | {report.Trials} | {report.Writes} | {report.Acknowledged} | {report.Unknown} | {report.Checks.Count} | {report.Checks.Count(check => !check.Passed)} | {string.Join("; ", report.Measures.Select(measure => $"{measure.Name} {measure.Value}"))} |"));
        }

        text.AppendLine().AppendLine("## Checks").AppendLine();
        foreach (var report in reports)
        {
            foreach (var check in report.Checks)
                text.AppendLine(CultureInfo.InvariantCulture, $"* {report.Row} {(check.Passed ? "held" : "**failed**")}: {check.Name} ({check.Detail.ReplaceLineEndings(" ")})");
        }

        await File.WriteAllTextAsync(path, text.ToString().ReplaceLineEndings("\n"));
    }

    private static async Task<string> CommitAsync()
    {
        using var git = Shell.Start("git", ["rev-parse", "--short=12", "HEAD"]);
        var commit = (await git.StandardOutput.ReadToEndAsync()).Trim();
        return commit.Length > 0 ? commit : "unknown";
    }
}
