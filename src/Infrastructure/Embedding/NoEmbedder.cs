using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>Embeddings are off: there is no model, and recall finds by words.</summary>
internal sealed class NoEmbedder : IEmbedder
{
    /// <inheritdoc/>
    public EmbeddingModel? Model => null;

    /// <inheritdoc/>
    public IEmbedder? ForStamp(ModelStamp stamp) => null;

    /// <inheritdoc/>
    public Task<float[]> EmbedQueryAsync(string text, CancellationToken ct) => throw Off();

    /// <inheritdoc/>
    public Task<float[]> EmbedDocumentAsync(string text, CancellationToken ct) => throw Off();

    private static InvalidOperationException Off() => new("Embeddings are off (Embedding:Model is none).");
}
