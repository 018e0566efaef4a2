using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Agents;

namespace ObsControlPlane.Api.Pages.Agents;

/// <summary>All agents by name.</summary>
internal sealed class AgentsPage(IMediator mediator, TimeProvider time) : IPage
{
    private const int Shown = 50;

    public static string Pattern => "/agents";

    /// <summary>Each agent's figures are a question of their own.</summary>
    public static TimeSpan Pace => TimeSpan.FromSeconds(2);

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        var status = request.OneOf("status", "all", "active", "late", "offline", "retired");
        var page = await mediator.Send(new GetAgentsQuery(status == "all" ? null : status, request.Text("after"), Shown), ct);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return PageContent.Of<AgentsBody>("Agents", new AgentsView(status, await HostFigures.ReadAsync(mediator, page.Agents, now, ct), page.Next, now, request.Address));
    }
}

/// <summary>A page of agents.</summary>
/// <param name="Status">Which are shown: all, or of one status.</param>
/// <param name="Hosts">The agents by name, with what they reported.</param>
/// <param name="Next">Name to go on after, or null.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
/// <param name="Address">Scheme and host of this page.</param>
public sealed record AgentsView(string Status, IReadOnlyList<(AgentView Agent, HostFacts Facts)> Hosts, string? Next, long Now, string Address);
