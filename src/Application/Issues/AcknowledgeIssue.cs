using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Application.Issues;

/// <summary>Says that somebody is on an issue: all its open episodes are acknowledged until they end (contract 8). Null when the issue is not known.</summary>
/// <param name="Fingerprint">Fingerprint of the issue, <c>f1:…</c>.</param>
/// <param name="By">Who, 1–200 characters; null = nobody said.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record AcknowledgeIssueCommand(string? Fingerprint, string? By, WriteKey? Key) : ICarriesText<Written<AcknowledgementReceipt>?>
{
    /// <inheritdoc/>
    public IRequest<Written<AcknowledgementReceipt>?> Redacted(TextRedaction redaction) => this with { By = redaction.Text(By), Key = redaction.Key(Key) };
}

internal sealed class AcknowledgeIssueValidator : AbstractValidator<AcknowledgeIssueCommand>
{
    public AcknowledgeIssueValidator()
    {
        RuleFor(c => c.Fingerprint).Keeps("fingerprint", Rules.FingerprintText);
        RuleFor(c => c.By).Keeps("by", Rules.OptionalName);
        RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
    }
}

internal sealed class AcknowledgeIssueHandler(IAlertMemory memory, TimeProvider clock) : IRequestHandler<AcknowledgeIssueCommand, Written<AcknowledgementReceipt>?>
{
    // An acknowledged episode must show that it is, whoever did it.
    private const string Somebody = "somebody";

    public Task<Written<AcknowledgementReceipt>?> Handle(AcknowledgeIssueCommand request, CancellationToken ct) => memory.AcknowledgeAsync(
        new Acknowledgement(Fingerprint.Parse(request.Fingerprint!), request.By ?? Somebody, clock.GetUtcNow().ToUnixTimeMilliseconds()), request.Key, ct);
}
