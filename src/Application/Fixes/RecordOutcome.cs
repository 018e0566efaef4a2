using MediatR;
using ObsControlPlane.Application.Ports;
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
    string? Agent, Scope? Scope, long? Ts, WriteKey? Key) : IRequest<Written<RecordedOutcome>?>;

/// <summary>A recorded outcome.</summary>
/// <param name="Id">Id of the outcome.</param>
/// <param name="FixId">The fix it is about.</param>
/// <param name="Counted">False when the same application had been counted already.</param>
/// <param name="Standing">The fix's standing for the outcome's scope after it.</param>
/// <param name="Outcomes">Counted outcomes of the fix after it.</param>
public sealed record RecordedOutcome(Guid Id, Guid FixId, bool Counted, Standing Standing, OutcomeCounts Outcomes);
