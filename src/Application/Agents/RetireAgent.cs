using MediatR;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Application.Agents;

/// <summary>Retires an agent; null when there is none of that name.</summary>
/// <param name="Name">Its name.</param>
public sealed record RetireAgentCommand(string Name) : IRequest<Agent?>;
