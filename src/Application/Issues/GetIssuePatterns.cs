using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Application.Issues;

/// <summary>Issues by how often they were told or seen in the last days (contract 6).</summary>
/// <param name="Days">Length of the window, 1–3,650 days of 24 hours before now.</param>
/// <param name="Limit">At most this many, 1–200.</param>
public sealed record GetIssuePatternsQuery(int Days = 7, int Limit = 20) : IRequest<IssuePatterns>;

/// <summary>Patterns of a window.</summary>
/// <param name="Days">Its length in days.</param>
/// <param name="Since">Its first instant, inclusive, epoch milliseconds.</param>
/// <param name="Patterns">Count descending, then fingerprint ascending.</param>
public sealed record IssuePatterns(int Days, long Since, IReadOnlyList<PatternView> Patterns);

/// <summary>One issue in a window.</summary>
/// <param name="Fingerprint">The issue.</param>
/// <param name="Issue">Its text; empty when erased.</param>
/// <param name="Count">Reports and occurrences in the window.</param>
/// <param name="PreviousCount">The same in the window of equal length before.</param>
/// <param name="FirstSeen">First ever, epoch milliseconds.</param>
/// <param name="LastSeen">Newest in the window, epoch milliseconds.</param>
/// <param name="Servers">Where, ordinal order.</param>
/// <param name="Agents">By whom, ordinal order.</param>
/// <param name="Worked">Counted successes of its fixes.</param>
/// <param name="Failed">Counted failures and roll-backs of its fixes.</param>
/// <param name="Rate">Worked ÷ (worked + failed), 0–1; null without either.</param>
/// <param name="Interval">Credible interval of the rate; null without outcomes.</param>
/// <param name="BestFixId">The fix with the highest standing that is not to be avoided; null when there is none.</param>
public sealed record PatternView(
    Fingerprint Fingerprint, string Issue, long Count, long PreviousCount, long FirstSeen, long LastSeen, IReadOnlyList<string> Servers,
    IReadOnlyList<string> Agents, long Worked, long Failed, double? Rate, RateInterval? Interval, Guid? BestFixId);

internal sealed class GetIssuePatternsValidator : AbstractValidator<GetIssuePatternsQuery>
{
    public GetIssuePatternsValidator()
    {
        RuleFor(q => q.Days).Keeps("days", days => Rules.OptionalWithin(days, 1, Limits.Days));
        RuleFor(q => q.Limit).Keeps("limit", limit => Rules.OptionalWithin(limit, 1, Limits.ListLimit));
    }
}

internal sealed class GetIssuePatternsHandler(PatternViews patterns) : IRequestHandler<GetIssuePatternsQuery, IssuePatterns>
{
    public Task<IssuePatterns> Handle(GetIssuePatternsQuery request, CancellationToken ct) => patterns.ReadAsync(request.Days, request.Limit, ct);
}
