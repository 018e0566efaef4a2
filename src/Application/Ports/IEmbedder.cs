namespace ObsControlPlane.Application.Ports;

/// <summary>Makes vectors of texts. All members may be called concurrently.</summary>
public interface IEmbedder
{
    /// <summary>The model; null while embeddings are off. The first reading may wait until the model is loaded, a fraction of a second.</summary>
    /// <exception cref="StoreUnavailableException">The model cannot be loaded; not transient.</exception>
    EmbeddingModel? Model { get; }

    /// <summary>How the embedder is, without waiting and without asking it anything.</summary>
    EmbedderState State => Model is null ? EmbedderState.Off : EmbedderState.Ready;

    /// <summary>An embedder that makes vectors of a stamp, for those that were stored before the model was changed.</summary>
    /// <param name="stamp">The stamp.</param>
    /// <returns>The embedder, this one included; null when none of the models here makes such vectors.</returns>
    /// <exception cref="StoreUnavailableException">The model cannot be loaded.</exception>
    IEmbedder? ForStamp(ModelStamp stamp);

    /// <summary>The vector of a question.</summary>
    /// <param name="text">The question, without the model's own prefix; what is beyond the model's limit is cut off.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>Unit length, <see cref="EmbeddingModel.Dimension"/> numbers; not to be changed by the caller.</returns>
    /// <exception cref="StoreUnavailableException">The model did not answer, or not with such a vector; the store's name is <c>embedder</c>.</exception>
    /// <exception cref="InvalidOperationException">Embeddings are off.</exception>
    Task<float[]> EmbedQueryAsync(string text, CancellationToken ct);

    /// <summary>The vector of a text to be found, the same for the same text whatever is embedded beside it.</summary>
    /// <param name="text">The text; what is beyond the model's limit is cut off.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>Unit length, <see cref="EmbeddingModel.Dimension"/> numbers.</returns>
    /// <exception cref="StoreUnavailableException">The model did not answer, or not with such a vector; the store's name is <c>embedder</c>.</exception>
    /// <exception cref="InvalidOperationException">Embeddings are off.</exception>
    Task<float[]> EmbedDocumentAsync(string text, CancellationToken ct);
}
