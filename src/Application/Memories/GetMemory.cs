using MediatR;
using ObsControlPlane.Domain.Memories;

namespace ObsControlPlane.Application.Memories;

/// <summary>One memory; null when there is none.</summary>
/// <param name="Id">The memory.</param>
public sealed record GetMemoryQuery(Guid Id) : IRequest<Memory?>;
