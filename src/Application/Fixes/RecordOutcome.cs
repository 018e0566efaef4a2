using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Records how an application of a fix ended (contract 5).</summary>
/// <param name="FixId">The fix.</param>
/// <param name="Outcome"><c>worked</c>, <c>failed</c>, <c>rolled_back</c>, <c>attempted</c> or <c>unknown</c>.</param>
/// <param name="EvidenceKind"><c>verified</c>, <c>person</c> or <c>reported</c>; null = reported.</param>
/// <param name="EvidenceNote">Up to 4 KiB, or null.</param>
/// <param name="RecallId">The recall that offered the fix, or null.</param>
/// <param name="ApplicationId">The caller's own id of the application, or null.</param>
/// <param name="EpisodeId">The episode it was applied in, or null.</param>
/// <param name="Agent">Who says so, or null.</param>
/// <param name="Scope">Where, or null.</param>
/// <param name="Ts">When, epoch milliseconds; null = now.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record RecordOutcomeCommand(
    Guid FixId, string? Outcome, string? EvidenceKind, string? EvidenceNote, string? RecallId, string? ApplicationId, string? EpisodeId,
    string? Agent, Scope? Scope, long? Ts, WriteKey? Key) : ICarriesText<Written<RecordedOutcome>?>
{
    /// <inheritdoc/>
    public IRequest<Written<RecordedOutcome>?> Redacted(TextRedaction redaction) => this with
    {
        EvidenceNote = redaction.Text(EvidenceNote),
        ApplicationId = redaction.Text(ApplicationId),
        Agent = redaction.Name(Agent),
        Scope = redaction.Scope(Scope),
        Key = redaction.Key(Key),
    };
}

/// <summary>A recorded outcome.</summary>
/// <param name="Id">Id of the outcome.</param>
/// <param name="FixId">The fix it is about.</param>
/// <param name="Counted">False when the same application had been counted already.</param>
/// <param name="Standing">The fix's standing for the outcome's scope after it.</param>
/// <param name="Outcomes">Counted outcomes of the fix after it.</param>
public sealed record RecordedOutcome(Guid Id, Guid FixId, bool Counted, Standing Standing, OutcomeCounts Outcomes);

internal sealed class RecordOutcomeValidator : AbstractValidator<RecordOutcomeCommand>
{
    public RecordOutcomeValidator(TimeProvider clock)
    {
        RuleFor(c => c.Outcome).NotNull().WithMessage("is required").OverridePropertyName("outcome");
        RuleFor(c => c.Outcome).Keeps("outcome", o => Rules.OptionalOneOf(o, "worked", "failed", "rolled_back", "attempted", "unknown"));
        RuleFor(c => c.EvidenceKind).Keeps("evidence.kind", k => Rules.OptionalOneOf(k, "verified", "person", "reported"));
        RuleFor(c => c.EvidenceNote).Keeps("evidence.note", Rules.OptionalNote);
        RuleFor(c => c.RecallId).Keeps("recall_id", Rules.OptionalId);
        RuleFor(c => c.ApplicationId).Keeps("application_id", Rules.OptionalName);
        RuleFor(c => c.EpisodeId).Keeps("episode_id", Rules.OptionalId);
        RuleFor(c => c.Agent).Keeps("agent", Rules.OptionalAgent);
        RuleFor(c => c.Scope).KeepsScope();
        RuleFor(c => c.Ts).Keeps("ts", ts => Rules.OptionalTs(ts, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        RuleFor(c => c.Key).Keeps("idempotency_key", Rules.OptionalKey);
    }
}

internal sealed class RecordOutcomeHandler(IFixMemory memory, FixViews views, TimeProvider clock)
    : IRequestHandler<RecordOutcomeCommand, Written<RecordedOutcome>?>
{
    public async Task<Written<RecordedOutcome>?> Handle(RecordOutcomeCommand request, CancellationToken ct)
    {
        var outcome = OutcomeOf(request);
        var written = await memory.RecordOutcomeAsync(outcome, request.Key, ct);
        if (written is null)
            return null;
        var receipt = written.Value;
        return new Written<RecordedOutcome>(
            new RecordedOutcome(
                receipt.Id, receipt.FixId, receipt.Counted, views.Standing(receipt.Evidence, outcome.Scope, AcceptedAt(receipt.Id)), receipt.Counts),
            written.Replayed,
            written.Durability);
    }

    // A repeat must answer what was answered first, so the standing is that of the instant the id was given.
    private static long AcceptedAt(Guid id) => TimeOrderedId.InstantOf(id);

    private OutcomeReport OutcomeOf(RecordOutcomeCommand request)
    {
        var now = clock.GetUtcNow();
        return new OutcomeReport(
            TimeOrderedId.Next(now), request.FixId, KindOf(request.Outcome), new Evidence(EvidenceOf(request.EvidenceKind), request.EvidenceNote),
            request.Agent, request.Scope ?? Scope.Everywhere, request.Ts ?? now.ToUnixTimeMilliseconds(),
            IdOf(request.RecallId), request.ApplicationId, IdOf(request.EpisodeId));
    }

    private static OutcomeKind KindOf(string? outcome) => outcome switch
    {
        "worked" => OutcomeKind.Worked,
        "failed" => OutcomeKind.Failed,
        "rolled_back" => OutcomeKind.RolledBack,
        "attempted" => OutcomeKind.Attempted,
        _ => OutcomeKind.Unknown,
    };

    private static EvidenceKind EvidenceOf(string? kind) => kind switch
    {
        "verified" => EvidenceKind.Verified,
        "person" => EvidenceKind.Person,
        _ => EvidenceKind.Reported,
    };

    private static Guid? IdOf(string? id) => id is null ? null : Guid.Parse(id);
}
