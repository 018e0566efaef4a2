using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Issues;

/// <summary>One issue with its episodes and what worked before (contract 8); null when it is not known.</summary>
/// <param name="Fingerprint">Fingerprint of the issue, <c>f1:…</c>.</param>
public sealed record GetIssueQuery(string? Fingerprint) : IRequest<IssueDetails?>;

/// <summary>An issue in full.</summary>
/// <param name="Issue">The issue.</param>
/// <param name="Episodes">Its newest 100 episodes, newest beginning first, ties by id.</param>
/// <param name="Recall">What a recall of it answers; null when its text was erased.</param>
public sealed record IssueDetails(IssueSummary Issue, IReadOnlyList<EpisodeEntry> Episodes, RecallAnswer? Recall);

internal sealed class GetIssueValidator : AbstractValidator<GetIssueQuery>
{
    public GetIssueValidator() => RuleFor(q => q.Fingerprint).Keeps("fingerprint", Rules.FingerprintText);
}

internal sealed class GetIssueHandler(IAlertMemory memory, RecallAnswers answers, TimeProvider clock) : IRequestHandler<GetIssueQuery, IssueDetails?>
{
    private const int Episodes = 100;

    public async Task<IssueDetails?> Handle(GetIssueQuery request, CancellationToken ct)
    {
        var fingerprint = Fingerprint.Parse(request.Fingerprint!);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (await memory.GetIssueAsync(fingerprint, now, ct) is not { } issue)
            return null;
        var episodes = await memory.ListEpisodesAsync(new EpisodeQuery(Episodes, now, Fingerprint: fingerprint), ct);
        var recall = string.IsNullOrWhiteSpace(issue.Text) ? null
            : await answers.AskAsync(new RecallQuery(Domain.Fixes.Fix.KeyPrefix + issue.Text, Scope: ScopeOf(episodes), Fingerprint: fingerprint), ct);
        return new IssueDetails(issue, episodes, recall);
    }

    private static Scope? ScopeOf(IReadOnlyList<EpisodeEntry> episodes) =>
        episodes.Count == 0 ? null : new Scope(episodes[0].Episode.Service, episodes[0].Episode.Server);
}
