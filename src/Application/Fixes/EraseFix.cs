using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Erases a fix and every copy of its text (contract 5); null when there is and was none.</summary>
/// <param name="Id">The fix.</param>
public sealed record EraseFixCommand(Guid Id) : IRequest<ErasedReceipt?>;

/// <summary>Nothing to check: an id that is none is refused where it is read from the route.</summary>
internal sealed class EraseFixValidator : AbstractValidator<EraseFixCommand>;

internal sealed class EraseFixHandler(IFixMemory memory, TimeProvider clock) : IRequestHandler<EraseFixCommand, ErasedReceipt?>
{
    public Task<ErasedReceipt?> Handle(EraseFixCommand request, CancellationToken ct) =>
        memory.EraseAsync(RecordKind.Fix, request.Id, clock.GetUtcNow().ToUnixTimeMilliseconds(), ct);
}
