using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Stores;

/// <summary>Lets a refused write be tried again, or forgets it; false when there is none with this id.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Decision">What becomes of it.</param>
public sealed record DecideDeadLetterCommand(string Id, DeadLetterDecision Decision) : IRequest<bool>;

/// <summary>What becomes of a refused write.</summary>
public enum DeadLetterDecision
{
    /// <summary>It is tried again, behind what waits.</summary>
    Retried = 0,

    /// <summary>It is forgotten, and never written.</summary>
    Discarded = 1,
}

/// <summary>Nothing to check: an id that is none names nothing.</summary>
internal sealed class DecideDeadLetterValidator : AbstractValidator<DecideDeadLetterCommand>;

internal sealed class DecideDeadLetterHandler(IDeadLetters letters) : IRequestHandler<DecideDeadLetterCommand, bool>
{
    public Task<bool> Handle(DecideDeadLetterCommand request, CancellationToken ct) =>
        request.Decision == DeadLetterDecision.Retried ? letters.RetryAsync(request.Id, ct) : letters.DiscardAsync(request.Id, ct);
}
