using MediatR;
using ObsControlPlane.Application.Fixes;

namespace ObsControlPlane.Application.Issues;

/// <summary>Fixes whose issue contains a text, ignoring case in any script; newest first, ties by id.</summary>
/// <param name="Type">The text, 1–200 characters.</param>
/// <param name="Limit">At most this many, 1–100.</param>
public sealed record FindSimilarIssuesQuery(string? Type, int Limit = 10) : IRequest<IReadOnlyList<FixView>>;
