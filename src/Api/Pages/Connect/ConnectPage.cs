using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Api.Pages.Connect;

/// <summary>How agents, scripts and programs reach this server, to copy.</summary>
internal sealed class ConnectPage(IMediator mediator) : IPage
{
    public static string Pattern => "/connect";

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct) =>
        PageContent.Of<ConnectBody>("Connect", new ConnectView(request.Address, (await mediator.Send(new GetStateQuery(), ct)).Counts));
}

/// <summary>What is to be copied.</summary>
/// <param name="Address">Scheme and host of this page.</param>
/// <param name="Counts">What has arrived.</param>
public sealed record ConnectView(string Address, StateCounts Counts);
