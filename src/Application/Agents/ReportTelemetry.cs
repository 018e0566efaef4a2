using MediatR;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Application.Agents;

/// <summary>Takes in one report of an agent (contract 7); an unknown agent is registered.</summary>
/// <param name="Agent">Who reports.</param>
/// <param name="Server">Host it runs on, or null.</param>
/// <param name="InstanceId">Names the installation, or null.</param>
/// <param name="Sequence">The agent's own count of its reports, or null.</param>
/// <param name="Ts">When the figures were taken, epoch milliseconds; null = now.</param>
/// <param name="IntervalSeconds">Seconds between two reports, or null.</param>
/// <param name="Takeover">True to take the name from another installation at once.</param>
/// <param name="Metrics">The figures; null = missing.</param>
/// <param name="Fixes">Fixes to remember, in order; a bad one refuses itself alone.</param>
/// <param name="Issues">Issues seen, in order.</param>
/// <param name="Digest">Hash of the whole body.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record ReportTelemetryCommand(
    string? Agent, string? Server, string? InstanceId, long? Sequence, long? Ts, int? IntervalSeconds, bool Takeover,
    IReadOnlyList<Metric>? Metrics, IReadOnlyList<ImportItem> Fixes, IReadOnlyList<SeenIssue> Issues, string Digest, WriteKey? Key)
    : IRequest<Written<TelemetryResult>>;

/// <summary>An issue an agent saw; its text or the fingerprint of a known one.</summary>
/// <param name="Issue">Its text, or null.</param>
/// <param name="Fingerprint">Its fingerprint, or null.</param>
/// <param name="Ts">When, epoch milliseconds; null = the report's.</param>
public sealed record SeenIssue(string? Issue, string? Fingerprint, long? Ts);

/// <summary>What became of a report.</summary>
/// <param name="Duplicate">True when it had been taken before.</param>
/// <param name="Agent">The agent after it.</param>
/// <param name="Fixes">One result per fix, in order; empty for a duplicate.</param>
public sealed record TelemetryResult(bool Duplicate, AgentView Agent, IReadOnlyList<ImportItemResult> Fixes);
