using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Health;

/// <summary>Sizes of the stores (contract 6).</summary>
public sealed record GetStatsQuery : IRequest<ControlPlaneStats>;

/// <summary>Sizes of the stores.</summary>
/// <param name="Mode"><c>embedded</c> or <c>servers</c>.</param>
/// <param name="FingerprintVersion">Version of the masking rules.</param>
/// <param name="Memory">The record.</param>
/// <param name="Graph">The graph.</param>
/// <param name="Model">Embedding model, or null while vectors are off.</param>
/// <param name="Dimension">Its dimension, or null while vectors are off.</param>
public sealed record ControlPlaneStats(string Mode, int FingerprintVersion, RecordStats Memory, GraphStats Graph, string? Model, int? Dimension);
