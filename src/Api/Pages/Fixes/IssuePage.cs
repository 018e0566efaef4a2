using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Api.Pages.Fixes;

/// <summary>One issue: what worked for it before, and what failed.</summary>
internal sealed class IssuePage(IMediator mediator, TimeProvider time) : IPage
{
    private const int Shown = 50;

    public static string Pattern => "/issues/{fingerprint}";

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        if (!Fingerprint.TryParse(request.Route["fingerprint"], out var fingerprint))
            return null;
        var fixes = (await mediator.Send(new GetRecentFixesQuery(Shown, Fingerprint: fingerprint.Value), ct)).Fixes;
        return fixes.Count == 0
            ? null
            : PageContent.Of<IssueBody>(
                Parts.Words.Short(fixes[0].Fix.IssueText), new IssueView(fixes[0].Fix.IssueText, [.. Parts.Words.Ranked(fixes)], time.GetUtcNow().ToUnixTimeMilliseconds(), request.Address));
    }
}

/// <summary>An issue and its fixes.</summary>
/// <param name="Issue">Its text.</param>
/// <param name="Fixes">Its fixes, what worked first.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
/// <param name="Address">Scheme and host of this page.</param>
public sealed record IssueView(string Issue, IReadOnlyList<FixView> Fixes, long Now, string Address);
