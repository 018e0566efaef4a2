using FluentValidation;
using MediatR;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Takes in one fix with its issue and solution said apart; no words are read for success (contract 5).</summary>
/// <param name="Fix">The fix.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record RememberFixCommand(FixSubmission Fix, WriteKey? Key) : ICarriesText<Written<Receipt>?>
{
    /// <inheritdoc/>
    public IRequest<Written<Receipt>?> Redacted(TextRedaction redaction) => new RememberFixCommand(redaction.Fix(Fix)!, redaction.Key(Key));

    /// <inheritdoc/>
    public Written<Receipt>? Naming(Written<Receipt>? response, IReadOnlyList<string> families) =>
        response is null ? null : response with { Value = response.Value with { Redacted = families } };
}

internal sealed class RememberFixValidator : AbstractValidator<RememberFixCommand>
{
    public RememberFixValidator(IValidator<FixSubmission> fix)
    {
        RuleFor(c => c.Fix).SetValidator(fix).OverridePropertyName("");
        RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
    }
}

internal sealed class RememberFixHandler(FixIntake intake, ILogger<RememberFixHandler> log) : IRequestHandler<RememberFixCommand, Written<Receipt>?>
{
    public async Task<Written<Receipt>?> Handle(RememberFixCommand request, CancellationToken ct)
    {
        var written = await intake.TakeAsync(request.Fix, request.Key, ct);
        if (written is not null)
            log.Remembered(written.Value);
        return written;
    }
}
