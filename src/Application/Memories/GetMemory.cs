using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Memories;

namespace ObsControlPlane.Application.Memories;

/// <summary>One memory; null when there is none.</summary>
/// <param name="Id">The memory.</param>
public sealed record GetMemoryQuery(Guid Id) : IRequest<Memory?>;

/// <summary>Nothing to check: an id that is none is refused where it is read from the route.</summary>
internal sealed class GetMemoryValidator : AbstractValidator<GetMemoryQuery>;

internal sealed class GetMemoryHandler(IFixMemory memory) : IRequestHandler<GetMemoryQuery, Memory?>
{
    public Task<Memory?> Handle(GetMemoryQuery request, CancellationToken ct) => memory.GetMemoryAsync(request.Id, ct);
}
