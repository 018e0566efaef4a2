using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>A fix as answers show it.</summary>
/// <param name="Fix">The fix.</param>
/// <param name="Standing">Its standing for the scope asked about, else for its own.</param>
public sealed record FixView(Fix Fix, Standing Standing);

/// <summary>A fix with its history.</summary>
/// <param name="View">The fix.</param>
/// <param name="History">The newest 100 outcomes, newest first, ties by id.</param>
/// <param name="Reports">The newest 100 reports, newest first, ties by id.</param>
public sealed record FixDetails(FixView View, IReadOnlyList<OutcomeEntry> History, IReadOnlyList<FixReport> Reports);
