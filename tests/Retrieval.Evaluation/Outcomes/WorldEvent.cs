using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>Something reported of a fix.</summary>
/// <param name="At">When.</param>
/// <param name="Scope">Service and server.</param>
/// <param name="Agent">Who reports it.</param>
/// <param name="Outcome">The outcome, or null when the issue was seen again.</param>
/// <param name="Evidence">Kind of evidence.</param>
internal sealed record WorldEvent(DateTimeOffset At, Scope Scope, string Agent, string? Outcome, string Evidence);
