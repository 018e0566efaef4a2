using System.Globalization;
using System.Text.Json;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Api.Pages.Parts;

/// <summary>How pages say things.</summary>
internal static class Words
{
    private const int LongestRow = 160;

    /// <summary>How long ago something was, or how soon it is.</summary>
    /// <param name="ts">When, epoch milliseconds.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    internal static string Ago(long ts, long now) => (now - ts) switch
    {
        < -1_000 and var span => $"in {Long(TimeSpan.FromMilliseconds(-span))}",
        < 60_000 => "just now",
        < 3_600_000 and var span => $"{span / 60_000} min ago",
        < 172_800_000 and var span => $"{span / 3_600_000} h ago",
        var span => $"{span / 86_400_000} days ago",
    };

    /// <summary>A length of time.</summary>
    /// <param name="span">How long.</param>
    internal static string Long(TimeSpan span) => span switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
    };

    /// <summary>A count with its word.</summary>
    internal static string Count(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    /// <summary>A number for a person and for an attribute.</summary>
    internal static string Number(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A part of one as a percentage.</summary>
    internal static string Percent(double part) => part.ToString("0 %", CultureInfo.InvariantCulture);

    /// <summary>A size.</summary>
    /// <param name="bytes">Bytes, 0 or more.</param>
    internal static string Bytes(double bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 10):0} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 30):0.0} GiB"),
    };

    /// <summary>A figure of a host with its unit.</summary>
    internal static string Figure(double value, string? unit) => unit switch
    {
        "1" => Percent(value),
        "By" or "bytes" => Bytes(value),
        "%" or "percent" => string.Create(CultureInfo.InvariantCulture, $"{value:0.#} %"),
        null => value.ToString("0.###", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} {unit}"),
    };

    /// <summary>The first line of a text, not longer than a row.</summary>
    internal static string Short(string text)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny('\n', '\r');
        line = end < 0 ? line : line[..end];
        if (line.Length <= LongestRow)
            return line.ToString();
        return string.Concat(line[..(char.IsHighSurrogate(line[LongestRow - 1]) ? LongestRow - 1 : LongestRow)], "…");
    }

    /// <summary>What a text says after its first line, as much as a row holds; empty when it has one line.</summary>
    internal static string Rest(string text)
    {
        var trimmed = text.Trim();
        var end = trimmed.IndexOfAny(['\n', '\r']);
        return end < 0 ? "" : Short(trimmed[end..]);
    }

    /// <summary>How a fix has fared.</summary>
    internal static string Fared(OutcomeCounts outcomes) => outcomes.Worked + outcomes.AllFailed == 0
        ? "not known yet"
        : string.Create(CultureInfo.InvariantCulture, $"worked {outcomes.Worked} of {outcomes.Worked + outcomes.AllFailed}");

    /// <summary>What a fix's standing says, as a word that is a style, too; a fix that worked more often than not is no bad one because it failed last.</summary>
    /// <param name="standing">The standing; null for a memory.</param>
    internal static string Mark(Standing? standing) => standing switch
    {
        { Avoid: true } => "avoid",
        { Proven: true } => "proven",
        _ => "unproven",
    };

    /// <summary>The state of an agent as a style.</summary>
    internal static string Mark(AgentStatus status) => status switch
    {
        AgentStatus.Active => "good",
        AgentStatus.Late => "warn",
        AgentStatus.Offline => "bad",
        _ => "off",
    };

    /// <summary>The state of an issue as a style.</summary>
    internal static string Mark(IssueStatus status) => status switch
    {
        IssueStatus.Firing => "bad",
        IssueStatus.Acknowledged => "warn",
        _ => "good",
    };

    /// <summary>The state of health as a style.</summary>
    internal static string Mark(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "good",
        HealthStatus.Degraded => "warn",
        HealthStatus.Unhealthy => "bad",
        _ => "off",
    };

    /// <summary>Where something happened, its parts from the widest to the narrowest; empty when nobody said.</summary>
    internal static string Place(Domain.Scopes.Scope scope) =>
        string.Join(" · ", new[] { scope.Environment, scope.Service, scope.Server, scope.Version }.Where(part => part is not null));

    /// <summary>What is wrong here, one sentence; null when nothing is.</summary>
    internal static string? Complaint(HealthReport health) =>
        health.Checks.Where(check => check.Status is HealthStatus.Degraded or HealthStatus.Unhealthy).OrderByDescending(check => check.Status).FirstOrDefault(check => check.Message is not null)?.Message;

    /// <summary>The path of an issue's page.</summary>
    internal static string PathOf(Domain.Issues.Fingerprint fingerprint) => $"/issues/{Uri.EscapeDataString(fingerprint.Value)}";

    /// <summary>The path of a fix's page.</summary>
    internal static string PathOf(Fix fix) => $"/fixes/{fix.Id}";

    /// <summary>The path of an agent's page.</summary>
    internal static string PathOf(Agent agent) => $"/agents/{Uri.EscapeDataString(agent.Name)}";

    /// <summary>A call of ours as a command for a terminal.</summary>
    /// <param name="address">Scheme and host.</param>
    /// <param name="path">The route.</param>
    /// <param name="body">The body, or null for none.</param>
    internal static string Curl(string address, string path, object? body)
    {
        var json = body is null ? "" : $" -H 'content-type: application/json' -d '{JsonSerializer.Serialize(body).Replace("'", "'\\''", StringComparison.Ordinal)}'";
        return $"curl -s -X POST {address}{path}{json}";
    }

    /// <summary>Order in which fixes are offered: what worked, best first, then what nobody knows, then what failed.</summary>
    internal static IEnumerable<FixView> Ranked(IEnumerable<FixView> fixes) =>
        fixes.OrderBy(view => view.Standing.Avoid).ThenByDescending(view => view.Standing.Score ?? 0).ThenByDescending(view => view.Fix.Ts);
}
