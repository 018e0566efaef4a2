using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Agents;

/// <summary>Registers an agent or renews its lease (contract 7).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Server">Host it runs on.</param>
/// <param name="InstanceId">Names the installation, or null.</param>
/// <param name="IntervalSeconds">Seconds between two reports, 1 – 86,400; null = 60.</param>
/// <param name="Metadata">Its own JSON object, or null.</param>
/// <param name="Takeover">True to take the name from another installation at once.</param>
/// <param name="Key">Idempotency key, or null.</param>
public sealed record RegisterAgentCommand(
    string? Name, string? Server, string? InstanceId, int? IntervalSeconds, Metadata? Metadata, bool Takeover, WriteKey? Key)
    : IRequest<Written<AgentReceipt>>;
