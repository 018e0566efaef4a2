using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.Episodes;

/// <summary>The issue was seen happening, now or at <paramref name="Ts"/>.</summary>
/// <param name="Id">UUIDv7; becomes the episode's id when this opens one.</param>
/// <param name="Fingerprint">Fingerprint of the issue.</param>
/// <param name="IssueText">Its text, or null when the fingerprint is known already.</param>
/// <param name="Scope">Where it was seen.</param>
/// <param name="Ts">When, epoch milliseconds.</param>
/// <param name="Source">Who saw it, or null.</param>
/// <param name="Agent">The agent that reported it, or null.</param>
public sealed record Occurrence(Guid Id, Fingerprint Fingerprint, string? IssueText, Scope Scope, long Ts, string? Source, string? Agent = null);
