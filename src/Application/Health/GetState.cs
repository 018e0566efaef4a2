using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Application.Health;

/// <summary>Everything a first look needs: health, counts, and the newest 20 agents, fixes and patterns.</summary>
public sealed record GetStateQuery : IRequest<ControlPlaneState>;

/// <summary>The state at one instant.</summary>
/// <param name="GeneratedAt">Epoch milliseconds.</param>
/// <param name="Health">Health.</param>
/// <param name="Counts">Counts of records.</param>
/// <param name="Agents">The 20 agents seen newest, newest first, ties by name.</param>
/// <param name="Fixes">The 20 newest fixes, newest first, ties by id.</param>
/// <param name="Patterns">The 20 most frequent issues of 7 days.</param>
public sealed record ControlPlaneState(
    long GeneratedAt, HealthReport Health, StateCounts Counts, IReadOnlyList<AgentView> Agents, IReadOnlyList<FixView> Fixes, IReadOnlyList<PatternView> Patterns);

/// <summary>Counts of records.</summary>
/// <param name="Fixes">Fixes.</param>
/// <param name="Memories">Memories.</param>
/// <param name="Outcomes">Outcomes.</param>
/// <param name="Agents">Agents that are not retired.</param>
/// <param name="SilentAgents">Those of them that are late or offline.</param>
public sealed record StateCounts(long Fixes, long Memories, long Outcomes, long Agents, long SilentAgents);

/// <summary>Nothing to check: the question has no parts.</summary>
internal sealed class GetStateValidator : AbstractValidator<GetStateQuery>;

internal sealed class GetStateHandler(
    HealthMonitor monitor, IFixMemory memory, IAgentRegistry agents, FixViews views, PatternViews patterns, TimeProvider clock)
    : IRequestHandler<GetStateQuery, ControlPlaneState>
{
    private const int Shown = 20;
    private const int PatternDays = 7;
    private const int AgentPageSize = 200;

    public async Task<ControlPlaneState> Handle(GetStateQuery request, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var health = await monitor.CheckAsync(ct);
        var stats = await memory.GetStatsAsync(ct);
        var byStatus = await agents.CountAsync(now, ct);
        var current = byStatus.Where(count => count.Key != AgentStatus.Retired).Sum(count => count.Value);
        var silent = byStatus.GetValueOrDefault(AgentStatus.Late) + byStatus.GetValueOrDefault(AgentStatus.Offline);
        var fixes = await memory.ListFixesAsync(new FixListQuery(Shown), ct);
        var frequent = await patterns.ReadAsync(PatternDays, Shown, ct);
        return new ControlPlaneState(
            now, health, new StateCounts(stats.Fixes, stats.Memories, stats.Outcomes, current, silent), await NewestAgentsAsync(now, ct), views.Of(fixes), frequent.Patterns);
    }

    // The registry lists by name; only its pages know who was seen last.
    private async Task<IReadOnlyList<AgentView>> NewestAgentsAsync(long now, CancellationToken ct)
    {
        var newest = new List<Agent>();
        string? after = null;
        do
        {
            var page = await agents.ListAsync(null, after, AgentPageSize, now, ct);
            after = page.Count == AgentPageSize ? page[^1].Name : null;
            newest = [.. newest.Concat(page).OrderByDescending(agent => agent.LastSeen).ThenBy(agent => agent.Name, StringComparer.Ordinal).Take(Shown)];
        }
        while (after is not null);
        return [.. newest.Select(agent => new AgentView(agent, agent.StatusAt(now)))];
    }
}
