using MediatR;

namespace ObsControlPlane.Application.Fixes;

/// <summary>One fix with its history; null when there is none.</summary>
/// <param name="Id">The fix, or a twin merged into it.</param>
public sealed record GetFixQuery(Guid Id) : IRequest<FixDetails?>;
