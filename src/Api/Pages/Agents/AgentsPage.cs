using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Agents;

namespace ObsControlPlane.Api.Pages.Agents;

/// <summary>All agents by name.</summary>
internal sealed class AgentsPage(IMediator mediator, HostFigures figures, TimeProvider time) : IPage
{
    private const int Shown = 50;

    public static string Pattern => "/agents";

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        var status = request.OneOf("status", "all", "active", "late", "offline", "retired");
        var page = await mediator.Send(new GetAgentsQuery(status == "all" ? null : status, request.Text("after"), Shown), ct);
        var hosts = new List<(AgentView Agent, HostFacts Facts)>();
        foreach (var agent in page.Agents)
            hosts.Add((agent, await figures.OfAsync(mediator, agent.Agent, ct)));
        return PageContent.Of<AgentsBody>("Agents", new AgentsView(status, hosts, page.Next, time.GetUtcNow().ToUnixTimeMilliseconds(), request.Address));
    }
}

/// <summary>A page of agents.</summary>
/// <param name="Status">Which are shown: all, or of one status.</param>
/// <param name="Hosts">The agents by name, with what they reported.</param>
/// <param name="Next">Name to go on after, or null.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
/// <param name="Address">Scheme and host of this page.</param>
public sealed record AgentsView(string Status, IReadOnlyList<(AgentView Agent, HostFacts Facts)> Hosts, string? Next, long Now, string Address);
