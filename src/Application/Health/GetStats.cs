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
/// <param name="Vectors">The vectors.</param>
public sealed record ControlPlaneStats(string Mode, int FingerprintVersion, RecordStats Memory, GraphStats Graph, VectorSizes Vectors);

/// <summary>Sizes of the vectors.</summary>
/// <param name="Model">Embedding model, or null while vectors are off.</param>
/// <param name="Dimension">Its dimension, or null while vectors are off.</param>
/// <param name="Serving">The model whose vectors are searched; null while there are none, and while vectors are off: then none are searched.</param>
/// <param name="Ready">Vectors of the configured model that are searched.</param>
/// <param name="Pending">Records without one; 0 while vectors are off.</param>
public sealed record VectorSizes(string? Model, int? Dimension, string? Serving, long Ready, long Pending);

/// <summary>Nothing to check: the question has no parts.</summary>
internal sealed class GetStatsValidator : AbstractValidator<GetStatsQuery>;

internal sealed class GetStatsHandler(IFixMemory memory, IFixGraph graph, IVectorMemory vectors, IEmbedder embedder) : IRequestHandler<GetStatsQuery, ControlPlaneStats>
{
    public async Task<ControlPlaneStats> Handle(GetStatsQuery request, CancellationToken ct)
    {
        var reading = (Memory: memory.GetStatsAsync(ct), Graph: graph.GetStatsAsync(ct), Vectors: vectors.GetVectorStatsAsync(ct));
        var stats = (Memory: await reading.Memory, Graph: await reading.Graph, Vectors: await reading.Vectors);

        // Stores are never mixed, so the record's kind says the mode.
        var mode = stats.Memory.Kind == "sqlite" ? "embedded" : "servers";
        return new ControlPlaneStats(mode, Fingerprint.Version, stats.Memory, stats.Graph, Sizes(stats.Vectors));
    }

    // A model that cannot be loaded is health's to tell; sizes are told all the same.
    private VectorSizes Sizes(VectorStats stats)
    {
        var model = embedder.State is EmbedderState.Off or EmbedderState.Failed ? null : embedder.Model?.Stamp;
        return embedder.State == EmbedderState.Off
            ? new VectorSizes(null, null, null, 0, 0)
            : new VectorSizes(model?.Id, model?.Dimension, stats.Serving?.Id, stats.ReadyFor(model), stats.PendingFor(model));
    }
}
