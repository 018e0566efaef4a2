using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Vectors;

/// <summary>Makes every vector anew with the configured model. It goes on in the background, and after a restart; the vectors that serve stay until the new ones are whole.</summary>
public sealed record ReEmbedCommand : IRequest<ReEmbedding>;

/// <summary>How far the vectors are.</summary>
/// <param name="Model">The configured model.</param>
/// <param name="Serving">The model whose vectors are searched; null before the first.</param>
/// <param name="Ready">Vectors of the configured model that are searched.</param>
/// <param name="Pending">Records that wait for a vector of the configured model.</param>
/// <param name="IsRunning">True while vectors of the configured model are made to replace others, or any wait.</param>
public sealed record ReEmbedding(ModelStamp Model, ModelStamp? Serving, long Ready, long Pending, bool IsRunning)
{
    /// <summary>Reads it off the stored state.</summary>
    internal static ReEmbedding Of(EmbeddingModel model, VectorStats stats) =>
        new(model.Stamp, stats.Serving, stats.ReadyFor(model.Stamp), stats.PendingFor(model.Stamp), stats.Wanted == model.Stamp && (stats.Making is not null || stats.Waiting > 0));
}

/// <summary>Nothing to check: the command has no parts.</summary>
internal sealed class ReEmbedValidator : AbstractValidator<ReEmbedCommand>;

internal sealed class ReEmbedHandler(IEmbedder embedder, IVectorMemory vectors) : IRequestHandler<ReEmbedCommand, ReEmbedding>
{
    public async Task<ReEmbedding> Handle(ReEmbedCommand request, CancellationToken ct)
    {
        var model = embedder.Model ?? throw Off();
        return ReEmbedding.Of(model, await vectors.StartReEmbeddingAsync(model.Stamp, ct));
    }

    internal static DomainException Off() => new(ProblemCodes.Conflict, "Embeddings are off, so there is no model to make vectors with. Set Embedding:Model.");
}
