using MediatR;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Application.Agents;

/// <summary>Agents by name.</summary>
/// <param name="Status"><c>active</c>, <c>late</c>, <c>offline</c> or <c>retired</c>; null = all.</param>
/// <param name="After">Name to go on after, or null.</param>
/// <param name="Limit">At most this many, 1–200.</param>
public sealed record GetAgentsQuery(string? Status = null, string? After = null, int Limit = 20) : IRequest<AgentPage>;

/// <summary>One agent by name; null when there is none.</summary>
/// <param name="Name">Its name.</param>
public sealed record GetAgentQuery(string Name) : IRequest<AgentView?>;

/// <summary>One page of agents.</summary>
/// <param name="Agents">Ordinal order of names.</param>
/// <param name="Next">Name to go on after; null at the end.</param>
public sealed record AgentPage(IReadOnlyList<AgentView> Agents, string? Next);

/// <summary>An agent and the state of its lease now.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Status">State of its lease.</param>
public sealed record AgentView(Agent Agent, AgentStatus Status);
