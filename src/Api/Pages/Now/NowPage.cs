using MediatR;
using ObsControlPlane.Api.Pages.Agents;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Api.Pages.Now;

/// <summary>What is wrong, what changed, and who is silent.</summary>
internal sealed class NowPage(IMediator mediator) : IPage
{
    private const int Hosts = 12;
    private const int Issues = 20;

    public static string Pattern => "/";

    /// <summary>The fix to try first is looked for anew for each issue.</summary>
    public static TimeSpan Pace => TimeSpan.FromSeconds(2);

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        var state = await mediator.Send(new GetStateQuery(), ct);
        // What somebody is on stays below what nobody is on.
        var firing = (await mediator.Send(new GetIssuesQuery(Issues, "firing"), ct)).Issues;
        var acknowledged = (await mediator.Send(new GetIssuesQuery(Issues, "acknowledged"), ct)).Issues;
        var hosts = await HostFigures.ReadAsync(mediator, await HostsAsync(state, ct), state.GeneratedAt, ct);
        return PageContent.Of<NowBody>("Now", new NowView(state, [.. firing, .. acknowledged], hosts, request.Address));
    }

    // The silent first: they are what somebody must look at, and they are not among those that were seen newest.
    private async Task<IEnumerable<AgentView>> HostsAsync(ControlPlaneState state, CancellationToken ct)
    {
        var offline = await mediator.Send(new GetAgentsQuery("offline", Limit: Hosts), ct);
        var late = await mediator.Send(new GetAgentsQuery("late", Limit: Hosts), ct);
        var active = state.Agents.Where(agent => agent.Status == AgentStatus.Active).OrderBy(agent => agent.Agent.Name, StringComparer.Ordinal);
        return offline.Agents.Concat(late.Agents).Concat(active).DistinctBy(agent => agent.Agent.Name).Take(Hosts);
    }
}
