using MediatR;
using ObsControlPlane.Application.Ports;
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
    : IRequest<Written<OccurrenceReceipt>?>;
