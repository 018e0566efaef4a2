using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Application.Issues;

/// <summary>Episodes, newest beginning first, ties by id (contract 8).</summary>
/// <param name="Limit">At most this many, 1–200.</param>
/// <param name="Status"><c>open</c> or <c>ended</c>; null = any.</param>
/// <param name="Fingerprint">Only those of this issue, or null.</param>
/// <param name="After">Place to go on from, or null.</param>
public sealed record GetEpisodesQuery(int Limit = 20, string? Status = null, string? Fingerprint = null, ListPosition? After = null) : IRequest<EpisodePage>;

/// <summary>One page of episodes.</summary>
/// <param name="Episodes">The episodes.</param>
/// <param name="Next">Place to go on from; null at the end.</param>
public sealed record EpisodePage(IReadOnlyList<EpisodeEntry> Episodes, ListPosition? Next);

internal sealed class GetEpisodesValidator : AbstractValidator<GetEpisodesQuery>
{
    public GetEpisodesValidator()
    {
        RuleFor(q => q.Limit).Keeps("limit", limit => Rules.OptionalWithin(limit, 1, Limits.ListLimit));
        RuleFor(q => q.Status).Keeps("status", status => Rules.OptionalOneOf(status, "open", "ended"));
        RuleFor(q => q.Fingerprint).Keeps("fingerprint", Rules.OptionalFingerprint);
    }
}

internal sealed class GetEpisodesHandler(IAlertMemory memory, TimeProvider clock) : IRequestHandler<GetEpisodesQuery, EpisodePage>
{
    public async Task<EpisodePage> Handle(GetEpisodesQuery request, CancellationToken ct)
    {
        var found = await memory.ListEpisodesAsync(
            new EpisodeQuery(
                request.Limit + 1, clock.GetUtcNow().ToUnixTimeMilliseconds(), request.After, request.Status is null ? null : request.Status == "open",
                request.Fingerprint is null ? null : Fingerprint.Parse(request.Fingerprint)),
            ct);
        IReadOnlyList<EpisodeEntry> page = [.. found.Take(request.Limit)];
        return new EpisodePage(page, found.Count > page.Count ? new ListPosition(page[^1].Episode.StartedAt, page[^1].Episode.Id) : null);
    }
}
