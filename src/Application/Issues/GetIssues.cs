using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Issues;

/// <summary>Issues that were seen happening, last seen first, ties by fingerprint (contract 8).</summary>
/// <param name="Limit">At most this many, 1–200.</param>
/// <param name="Status"><c>firing</c>, <c>acknowledged</c> or <c>quiet</c>; null = any.</param>
/// <param name="After">Place to go on from, or null.</param>
public sealed record GetIssuesQuery(int Limit = 20, string? Status = null, IssuePosition? After = null) : IRequest<IssuePage>;

/// <summary>One page of issues.</summary>
/// <param name="Issues">The issues.</param>
/// <param name="Next">Place to go on from; null at the end.</param>
public sealed record IssuePage(IReadOnlyList<IssueView> Issues, IssuePosition? Next);

/// <summary>An issue with the fix to try first.</summary>
/// <param name="Issue">The issue.</param>
/// <param name="BestFix">The fix; null when there is none or it was not looked for.</param>
public sealed record IssueView(IssueSummary Issue, RecallHit? BestFix);

internal sealed class GetIssuesValidator : AbstractValidator<GetIssuesQuery>
{
    public GetIssuesValidator()
    {
        RuleFor(q => q.Limit).Keeps("limit", limit => Rules.OptionalWithin(limit, 1, Limits.ListLimit));
        RuleFor(q => q.Status).Keeps("status", status => Rules.OptionalOneOf(status, "firing", "acknowledged", "quiet"));
    }
}

internal sealed class GetIssuesHandler(IAlertMemory memory, BestFixes fixes, TimeProvider clock) : IRequestHandler<GetIssuesQuery, IssuePage>
{
    public async Task<IssuePage> Handle(GetIssuesQuery request, CancellationToken ct)
    {
        var found = await memory.ListIssuesAsync(
            new IssueListQuery(request.Limit + 1, clock.GetUtcNow().ToUnixTimeMilliseconds(), request.After, StatusOf(request.Status)), ct);
        List<IssueSummary> page = [.. found.Take(request.Limit)];
        var best = await fixes.ForAsync(
            [.. page.Where(issue => !string.IsNullOrWhiteSpace(issue.Text)).Select(issue => new AskedIssue(issue.Fingerprint, issue.Text, Scope.Everywhere))], ct);
        return new IssuePage(
            [.. page.Select(issue => new IssueView(issue, best.GetValueOrDefault(issue.Fingerprint)?.Hit))],
            found.Count > page.Count ? new IssuePosition(page[^1].LastSeen, page[^1].Fingerprint) : null);
    }

    private static IssueStatus? StatusOf(string? status) => status switch
    {
        "firing" => IssueStatus.Firing,
        "acknowledged" => IssueStatus.Acknowledged,
        "quiet" => IssueStatus.Quiet,
        _ => null,
    };
}
