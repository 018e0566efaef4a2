using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;

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

/// <summary>Nothing to check: the question has no parts.</summary>
internal sealed class GetStatsValidator : AbstractValidator<GetStatsQuery>;

internal sealed class GetStatsHandler(IFixMemory memory, IFixGraph graph) : IRequestHandler<GetStatsQuery, ControlPlaneStats>
{
    public async Task<ControlPlaneStats> Handle(GetStatsQuery request, CancellationToken ct)
    {
        var reading = (Memory: memory.GetStatsAsync(ct), Graph: graph.GetStatsAsync(ct));
        var stats = (Memory: await reading.Memory, Graph: await reading.Graph);

        // Stores are never mixed, so the record's kind says the mode.
        var mode = stats.Memory.Kind == "sqlite" ? "embedded" : "servers";
        return new ControlPlaneStats(mode, Fingerprint.Version, stats.Memory, stats.Graph, null, null);
    }
}
