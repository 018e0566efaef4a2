using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Memories;

/// <summary>Erases a memory and every copy of its text (contract 5); null when there is and was none.</summary>
/// <param name="Id">The memory.</param>
public sealed record EraseMemoryCommand(Guid Id) : IRequest<ErasedReceipt?>;
