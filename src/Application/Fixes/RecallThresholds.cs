using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Fixes;

/// <summary>From which relevance on a hit answers a question: as set, else as measured for the model, else as measured for words alone.</summary>
internal sealed class RecallThresholds(RecallSettings settings, WordsCalibration words)
{
    /// <summary>Least share of the ceiling for a record without a vector.</summary>
    public double OfWords => words.Threshold;

    /// <summary>The threshold of a question.</summary>
    /// <param name="model">The model whose vectors were compared; null when none were.</param>
    public RelevanceThreshold For(EmbeddingModel? model) => (settings.Threshold, model) switch
    {
        ({ } set, _) => new(set, IsOfWords: false),
        (null, { Threshold: { } measured }) => new(measured, IsOfWords: false),
        _ => new(words.Threshold, IsOfWords: true),
    };
}
