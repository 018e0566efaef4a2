using MediatR;
using ObsControlPlane.Api.Pages.Agents;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Api.Pages.Now;

/// <summary>What is wrong, what changed, and who is silent.</summary>
internal sealed class NowPage(IMediator mediator, FiringIssues issues, HostFigures figures) : IPage
{
    private const int Hosts = 12;

    public static string Pattern => "/";

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        var state = await mediator.Send(new GetStateQuery(), ct);
        var shown = state.Agents.OrderByDescending(agent => Urgency(agent)).ThenBy(agent => agent.Agent.Name, StringComparer.Ordinal).Take(Hosts).ToList();
        var hosts = new List<(AgentView Agent, HostFacts Facts)>();
        foreach (var agent in shown)
            hosts.Add((agent, await figures.OfAsync(mediator, agent.Agent, ct)));
        return PageContent.Of<NowBody>("Now", new NowView(state, await issues.ReadAsync(mediator, ct), hosts, request.Address));
    }

    // The silent first: they are what somebody must look at.
    private static int Urgency(AgentView agent) => agent.Status switch
    {
        Domain.Agents.AgentStatus.Offline => 3,
        Domain.Agents.AgentStatus.Late => 2,
        Domain.Agents.AgentStatus.Active => 1,
        _ => 0,
    };
}
