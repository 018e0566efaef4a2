namespace ObsControlPlane.Application.Ports;

/// <summary>What tells the vectors of one model from those of another; vectors with different stamps are never compared.</summary>
/// <param name="Id">Name of the model, such as <c>bge-small-en-v1.5</c>.</param>
/// <param name="Revision">Which build of it: changes whenever the same text would give another vector.</param>
/// <param name="Dimension">Numbers in a vector, 1–4,096.</param>
public sealed record ModelStamp(string Id, string Revision, int Dimension);

/// <summary>A model and what ranking knows of it.</summary>
/// <param name="Stamp">Its stamp.</param>
/// <param name="Weight">Share of the cosine in a fused relevance, 0–1 (ADR 0008).</param>
/// <param name="Threshold">Relevance from which a hit answers the question, 0–1, measured for this model; null when nobody has measured it.</param>
public sealed record EmbeddingModel(ModelStamp Stamp, double Weight, double? Threshold)
{
    /// <inheritdoc cref="ModelStamp.Dimension"/>
    public int Dimension => Stamp.Dimension;
}
