using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Fixes;

namespace ObsControlPlane.Api.Pages.Fixes;

/// <summary>One fix: what is to be done, where it worked and where not, and who said so.</summary>
internal sealed class OneFixPage(IMediator mediator, TimeProvider time) : IPage
{
    public static string Pattern => "/fixes/{id:guid}";

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct) =>
        await mediator.Send(new GetFixQuery(Guid.Parse(request.Route["id"])), ct) is { } details
            ? PageContent.Of<FixBody>(
                Parts.Words.Short(details.View.Fix.IssueText), new FixDetailsView(details, time.GetUtcNow().ToUnixTimeMilliseconds(), request.Address))
            : null;
}

/// <summary>One fix in detail.</summary>
/// <param name="Details">The fix with its history.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
/// <param name="Address">Scheme and host of this page.</param>
public sealed record FixDetailsView(FixDetails Details, long Now, string Address);
