using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Retrieval.Evaluation.Hosting;

/// <summary>The product's embedder with a cache on disk.</summary>
internal sealed class CachingEmbedder(IEmbedder inner, string folder) : IEmbedder, IDisposable
{
    private readonly Lazy<VectorCache> _cache = new(() => VectorCache.Open(folder, inner.Model!.Stamp.Id, inner.Model.Stamp.Revision, inner.Model.Dimension));

    public EmbeddingModel? Model => inner.Model;

    public EmbedderState State => inner.State;

    public IEmbedder? ForStamp(ModelStamp stamp) => inner.ForStamp(stamp);

    public Task<float[]> EmbedQueryAsync(string text, CancellationToken ct) => _cache.Value.GetAsync('q', text, () => inner.EmbedQueryAsync(text, ct));

    public Task<float[]> EmbedDocumentAsync(string text, CancellationToken ct) => _cache.Value.GetAsync('d', text, () => inner.EmbedDocumentAsync(text, ct));

    public void Dispose()
    {
        if (_cache.IsValueCreated)
            _cache.Value.Dispose();
    }
}
