using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Api.Pages.Issues;

/// <summary>One issue: whether it is happening, what worked for it before, and what failed.</summary>
internal sealed class IssuePage(IMediator mediator, TimeProvider time) : IPage
{
    public static string Pattern => "/issues/{fingerprint}";

    /// <summary>Its fixes are recalled anew each time.</summary>
    public static TimeSpan Pace => TimeSpan.FromSeconds(2);

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        if (!Fingerprint.TryParse(request.Route["fingerprint"], out var fingerprint) || await mediator.Send(new GetIssueQuery(fingerprint.Value), ct) is not { } details)
            return null;
        return PageContent.Of<IssueBody>(
            details.Issue.Text.Length == 0 ? "An erased issue" : Parts.Words.Short(details.Issue.Text), new IssuePageView(details, time.GetUtcNow().ToUnixTimeMilliseconds(), request.Address));
    }
}

/// <summary>An issue, its episodes and its fixes.</summary>
/// <param name="Details">The issue.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
/// <param name="Address">Scheme and host of this page.</param>
public sealed record IssuePageView(IssueDetails Details, long Now, string Address)
{
    /// <summary>How long an episode took, or takes.</summary>
    internal string Took(Domain.Episodes.Episode episode) => Parts.Words.Long(TimeSpan.FromMilliseconds(Math.Max(0, (episode.EndedAt ?? Now) - episode.StartedAt)));
}
