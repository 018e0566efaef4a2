using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
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

internal sealed class GetAgentsValidator : AbstractValidator<GetAgentsQuery>
{
    public GetAgentsValidator()
    {
        RuleFor(q => q.Status).Keeps("status", s => Rules.OptionalOneOf(s, "active", "late", "offline", "retired"));
        RuleFor(q => q.Limit).Keeps("limit", limit => Rules.OptionalWithin(limit, 1, Limits.ListLimit));
    }
}

internal sealed class GetAgentsHandler(IAgentRegistry agents, TimeProvider clock) : IRequestHandler<GetAgentsQuery, AgentPage>
{
    public async Task<AgentPage> Handle(GetAgentsQuery request, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();

        // One more than asked for tells whether there is a next page.
        var found = await agents.ListAsync(StatusOf(request.Status), request.After, request.Limit + 1, now, ct);
        IReadOnlyList<AgentView> page = [.. found.Take(request.Limit).Select(agent => new AgentView(agent, agent.StatusAt(now)))];
        return new AgentPage(page, found.Count > page.Count ? page[^1].Agent.Name : null);
    }

    private static AgentStatus? StatusOf(string? status) => status switch
    {
        "active" => AgentStatus.Active,
        "late" => AgentStatus.Late,
        "offline" => AgentStatus.Offline,
        "retired" => AgentStatus.Retired,
        _ => null,
    };
}

internal sealed class GetAgentValidator : AbstractValidator<GetAgentQuery>
{
    public GetAgentValidator() => RuleFor(q => q.Name).Keeps("name", Rules.Agent);
}

internal sealed class GetAgentHandler(IAgentRegistry agents, TimeProvider clock) : IRequestHandler<GetAgentQuery, AgentView?>
{
    public async Task<AgentView?> Handle(GetAgentQuery request, CancellationToken ct) =>
        await agents.GetAsync(request.Name, ct) is { } agent ? new AgentView(agent, agent.StatusAt(clock.GetUtcNow().ToUnixTimeMilliseconds())) : null;
}
