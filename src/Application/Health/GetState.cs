using MediatR;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Issues;

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
public sealed record StateCounts(long Fixes, long Memories, long Outcomes, long Agents);
