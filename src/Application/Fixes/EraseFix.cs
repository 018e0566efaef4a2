using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Erases a fix and every copy of its text (contract 5); null when there is and was none.</summary>
/// <param name="Id">The fix.</param>
public sealed record EraseFixCommand(Guid Id) : IRequest<ErasedReceipt?>;
