using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Stores;

/// <summary>Writes that a store refused for good after they had been acknowledged.</summary>
/// <param name="After">Id to go on after, or null.</param>
/// <param name="Limit">At most this many, 1–200.</param>
public sealed record GetDeadLettersQuery(string? After = null, int Limit = 20) : IRequest<DeadLetterPage>;

/// <summary>One page of them.</summary>
/// <param name="Letters">The oldest first within each store.</param>
/// <param name="Next">Id to go on after; null at the end.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Letters, string? Next);

internal sealed class GetDeadLettersValidator : AbstractValidator<GetDeadLettersQuery>
{
    public GetDeadLettersValidator() => RuleFor(q => q.Limit).Keeps("limit", limit => Rules.OptionalWithin(limit, 1, Limits.ListLimit));
}

internal sealed class GetDeadLettersHandler(IDeadLetters letters) : IRequestHandler<GetDeadLettersQuery, DeadLetterPage>
{
    public async Task<DeadLetterPage> Handle(GetDeadLettersQuery request, CancellationToken ct)
    {
        var found = await letters.ListAsync(request.After, request.Limit + 1, ct);
        IReadOnlyList<DeadLetter> page = [.. found.Take(request.Limit)];
        return new DeadLetterPage(page, found.Count > page.Count ? page[^1].Id : null);
    }
}
