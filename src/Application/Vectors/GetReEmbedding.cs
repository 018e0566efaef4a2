using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Vectors;

/// <summary>How far the vectors of the configured model are.</summary>
public sealed record GetReEmbeddingQuery : IRequest<ReEmbedding>;

/// <summary>Nothing to check: the question has no parts.</summary>
internal sealed class GetReEmbeddingValidator : AbstractValidator<GetReEmbeddingQuery>;

internal sealed class GetReEmbeddingHandler(IEmbedder embedder, IVectorMemory vectors) : IRequestHandler<GetReEmbeddingQuery, ReEmbedding>
{
    public async Task<ReEmbedding> Handle(GetReEmbeddingQuery request, CancellationToken ct)
    {
        var model = embedder.Model ?? throw ReEmbedHandler.Off();
        return ReEmbedding.Of(model, await vectors.GetVectorStatsAsync(ct));
    }
}
