using System.Globalization;
using ObsControlPlane.Api.Pages.Agents;
using ObsControlPlane.Api.Pages.Parts;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Issues;

namespace ObsControlPlane.Api.Pages.Now;

/// <summary>What the first page shows.</summary>
/// <param name="State">The state of the control plane.</param>
/// <param name="Issues">Issues that happen now, those that nobody is on first.</param>
/// <param name="Hosts">Agents with what they reported, the silent first.</param>
/// <param name="Address">Scheme and host of this page.</param>
public sealed record NowView(
    ControlPlaneState State, IReadOnlyList<IssueView> Issues, IReadOnlyList<(AgentView Agent, HostFacts Facts)> Hosts, string Address)
{
    private const long LatelyMilliseconds = 3_600_000;

    /// <summary>Our clock, epoch milliseconds.</summary>
    internal long Now => State.GeneratedAt;

    /// <summary>True while nothing was ever told.</summary>
    internal bool IsEmpty => Issues.Count == 0 && State.Counts is { Fixes: 0, Memories: 0, Agents: 0 };

    /// <summary>Fixes that were told or judged in the last hour, newest first.</summary>
    internal IReadOnlyList<FixView> Lately => [.. State.Fixes.Where(view => Now - view.Fix.Ts < LatelyMilliseconds)];

    /// <summary>The one sentence that says how things are.</summary>
    internal string Verdict()
    {
        if (State.Health.Status == HealthStatus.Unhealthy)
            return $"Something is wrong here: {Words.Complaint(State.Health) ?? "see Health"}";
        if (IsEmpty)
            return "Ready. Nothing has been remembered yet.";
        if (Issues.Count > 0)
            return Happening();
        var silent = State.Counts.SilentAgents;
        var worked = State.Fixes.Count(view => view.Fix.Success == true);
        var sentence = silent > 0
            ? $"{Words.Count(silent, "agent is", "agents are")} silent; "
            : "All agents report; ";
        if (State.Counts.Agents == 0)
            sentence = "";
        sentence += string.Create(
            CultureInfo.InvariantCulture,
            $"{Words.Count(State.Counts.Fixes, "fix", "fixes")} and {Words.Count(State.Counts.Outcomes, "outcome", "outcomes")} remembered, {worked} of the newest {State.Fixes.Count} worked.");
        return State.Health.Status == HealthStatus.Degraded ? $"{sentence} Needs attention: {Words.Complaint(State.Health) ?? "see Health"}" : sentence;
    }

    // How much, where, and whether what helps is known.
    private string Happening()
    {
        var servers = Issues.SelectMany(view => view.Issue.Servers).Distinct(StringComparer.Ordinal).Count();
        var proven = Issues.Count(view => view.BestFix?.Fix?.Standing is { Proven: true, Avoid: false });
        var where = servers > 0 ? $" on {Words.Count(servers, "server", "servers")}" : "";
        var known = proven == 0
            ? "no proven fix is known"
            : proven == Issues.Count ? "a fix for the like has worked before" : $"for {proven} of them a fix for the like has worked before";
        return $"{Words.Count(Issues.Count, "issue is", "issues are")} firing{where}; {known}.";
    }
}
