using MediatR;
using ObsControlPlane.Application.Issues;

namespace ObsControlPlane.Api.Pages.Now;

/// <summary>What happens right now, with the fix to try first. Asked again after some seconds only: finding the fixes is the dearest part of the page that most people look at.</summary>
internal sealed class FiringIssues(TimeProvider time)
{
    private const int Most = 20;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    private volatile Answered? _last;

    /// <summary>Issues that nobody is on, then those that somebody is on; of each the last seen first.</summary>
    public async Task<IReadOnlyList<IssueView>> ReadAsync(IMediator mediator, CancellationToken ct)
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < Kept)
            return last.Issues;
        var at = time.GetTimestamp();
        var firing = (await mediator.Send(new GetIssuesQuery(Most, "firing"), ct)).Issues;
        var acknowledged = (await mediator.Send(new GetIssuesQuery(Most, "acknowledged"), ct)).Issues;
        _last = new Answered(at, [.. firing, .. acknowledged]);
        return _last.Issues;
    }

    private sealed record Answered(long At, IReadOnlyList<IssueView> Issues);
}
