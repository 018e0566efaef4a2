using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Issues;

/// <summary>Reports that an issue was seen happening (contract 5); null when the fingerprint is not known and no text was given.</summary>
/// <param name="Fingerprint">Fingerprint of the issue, <c>f1:…</c>.</param>
/// <param name="Issue">Its text, needed when the fingerprint is not known; its fingerprint must then be the one given.</param>
/// <param name="Scope">Where, or null.</param>
/// <param name="Ts">When, epoch milliseconds; null = now.</param>
/// <param name="Source">Who saw it, or null.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record ReportOccurrenceCommand(string? Fingerprint, string? Issue, Scope? Scope, long? Ts, string? Source, WriteKey? Key)
    : ICarriesText<Written<OccurrenceReceipt>?>
{
    /// <inheritdoc/>
    public IRequest<Written<OccurrenceReceipt>?> Redacted(TextRedaction redaction) => this with
    {
        Issue = redaction.Text(Issue),
        Scope = redaction.Scope(Scope),
        Source = redaction.Text(Source),
        Key = redaction.Key(Key),
    };
}

internal sealed class ReportOccurrenceValidator : AbstractValidator<ReportOccurrenceCommand>
{
    public ReportOccurrenceValidator(TimeProvider clock)
    {
        RuleFor(c => c.Fingerprint).Keeps("fingerprint", Rules.FingerprintText);
        RuleFor(c => c.Issue).Keeps("issue", Rules.OptionalText);
        RuleFor(c => c.Issue).Must((c, issue) => Rules.Agree(issue, c.Fingerprint))
            .WithMessage("has another fingerprint than the one in the address; POST /api/fingerprint shows it").OverridePropertyName("issue");
        RuleFor(c => c.Scope).KeepsScope();
        RuleFor(c => c.Ts).Keeps("ts", ts => Rules.OptionalTs(ts, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        RuleFor(c => c.Source).Keeps("source", Rules.OptionalName);
        RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
    }
}

internal sealed class ReportOccurrenceHandler(IFixMemory memory, TimeProvider clock)
    : IRequestHandler<ReportOccurrenceCommand, Written<OccurrenceReceipt>?>
{
    public Task<Written<OccurrenceReceipt>?> Handle(ReportOccurrenceCommand request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var seen = new Occurrence(
            TimeOrderedId.Next(now), Fingerprint.Parse(request.Fingerprint!), request.Issue, request.Scope ?? Scope.Everywhere,
            request.Ts ?? now.ToUnixTimeMilliseconds(), request.Source);
        return memory.RecordOccurrenceAsync(seen, request.Key, ct);
    }
}
