using System.Globalization;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Api.Pages;

/// <summary>What the first page shows.</summary>
/// <param name="State">The state of the control plane.</param>
/// <param name="Question">What was searched for, or null.</param>
/// <param name="Answer">What was found; null without a question.</param>
/// <param name="Refusal">Why the question could not be asked, or null.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
/// <param name="Address">Where the page was asked for, as scheme and host.</param>
public sealed record HomeView(ControlPlaneState State, string? Question, RecallAnswer? Answer, string? Refusal, long Now, string Address)
{
    /// <summary>True while nothing was ever told.</summary>
    internal bool IsEmpty => State.Counts is { Fixes: 0, Memories: 0, Agents: 0 };

    /// <summary>The one sentence that says how things are.</summary>
    internal string Verdict()
    {
        if (State.Health.Status == HealthStatus.Unhealthy)
            return $"Something is wrong here: {Complaint() ?? "see /health"}";
        if (IsEmpty)
            return "Ready. Nothing has been remembered yet.";
        var worked = State.Fixes.Count(view => view.Fix.Success == true);
        var silent = State.Agents.Count(agent => agent.Status is AgentStatus.Late or AgentStatus.Offline);
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(State.Counts.Fixes, "fix", "fixes")} and {Count(State.Counts.Outcomes, "outcome", "outcomes")} remembered; {worked} of the newest {State.Fixes.Count} worked");
        sentence += silent > 0 ? $"; {Count(silent, "agent is", "agents are")} silent." : ".";
        return State.Health.Status == HealthStatus.Degraded ? $"{sentence} Needs attention: {Complaint() ?? "see /health"}" : sentence;
    }

    /// <summary>The one sentence that says what was found.</summary>
    /// <param name="answer">The answer.</param>
    internal static string Found(RecallAnswer answer) => answer.Verdict switch
    {
        Domain.Recall.Verdict.Proven => "There is a fix that has proven itself.",
        Domain.Recall.Verdict.Unproven => "There are fixes; none of them has proven itself yet.",
        _ => "Nothing that answers this is known.",
    } + (answer.Complete ? "" : " Not everything could be searched just now.");

    /// <summary>How many records are not found by likeness yet.</summary>
    /// <param name="pending">Records that wait for their vector, 1 or more.</param>
    internal static string Waiting(long pending) => $"{Count(pending, "record waits", "records wait")} for a vector";

    /// <summary>A number for a person and for an attribute.</summary>
    /// <param name="number">The number.</param>
    internal static string Number(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>How long ago something was.</summary>
    /// <param name="ts">When, epoch milliseconds.</param>
    internal string Ago(long ts) => (Now - ts) switch
    {
        < 60_000 => "just now",
        < 3_600_000 and var span => $"{span / 60_000} min ago",
        < 172_800_000 and var span => $"{span / 3_600_000} h ago",
        var span => $"{span / 86_400_000} days ago",
    };

    /// <summary>How a fix has fared, in words.</summary>
    /// <param name="view">The fix.</param>
    internal static string Fared(FixView view)
    {
        var outcomes = view.Fix.Outcomes;
        if (outcomes.Worked + outcomes.AllFailed == 0)
            return "not known yet";
        return string.Create(CultureInfo.InvariantCulture, $"worked {outcomes.Worked} of {outcomes.Worked + outcomes.AllFailed}");
    }

    /// <summary>Style of a fix's row: its standing as a colour, too; a fix that worked more often than not is not red because it failed last.</summary>
    /// <param name="view">The fix, or null for a memory.</param>
    internal static string Mark(FixView? view) => view?.Standing switch
    {
        { Avoid: true } => "failed",
        { Proven: true } => "worked",
        _ => "unknown",
    };

    /// <summary>The first line of a text, not longer than a row.</summary>
    /// <param name="text">The text.</param>
    internal static string Short(string text)
    {
        const int length = 160;
        var line = text.AsSpan().Trim();
        var end = line.IndexOf('\n');
        line = end < 0 ? line : line[..end];
        if (line.Length <= length)
            return line.ToString();
        return string.Concat(line[..(char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)], "…");
    }

    private string? Complaint() => State.Health.Checks.OrderByDescending(check => check.Status).FirstOrDefault(check => check.Message is not null)?.Message;

    private static string Count(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
