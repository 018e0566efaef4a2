using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Memories;

/// <summary>Erases a memory and every copy of its text (contract 5); null when there is and was none.</summary>
/// <param name="Id">The memory.</param>
public sealed record EraseMemoryCommand(Guid Id) : IRequest<ErasedReceipt?>;

/// <summary>Nothing to check: an id that is none is refused where it is read from the route.</summary>
internal sealed class EraseMemoryValidator : AbstractValidator<EraseMemoryCommand>;

internal sealed class EraseMemoryHandler(IFixMemory memory, TimeProvider clock) : IRequestHandler<EraseMemoryCommand, ErasedReceipt?>
{
    public Task<ErasedReceipt?> Handle(EraseMemoryCommand request, CancellationToken ct) =>
        memory.EraseAsync(RecordKind.Memory, request.Id, clock.GetUtcNow().ToUnixTimeMilliseconds(), ct);
}
