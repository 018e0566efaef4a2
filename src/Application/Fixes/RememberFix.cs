using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Takes in one fix with its issue and solution said apart; no words are read for success (contract 5).</summary>
/// <param name="Fix">The fix.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record RememberFixCommand(FixSubmission Fix, WriteKey? Key) : IRequest<Written<Receipt>?>;
