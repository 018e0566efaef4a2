namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>What came of one question, by ranker.</summary>
/// <param name="Works">True rate, in the service asked about, of the first fix of each ranker, 0–1; 0 for a fix of another issue; null without one.</param>
/// <param name="Best">The highest rate of any fix of the issue there.</param>
internal sealed record WorldQuestion(IReadOnlyDictionary<Ranker, double?> Works, double Best)
{
    /// <summary>Probability that applying the first answer of a ranker solves the issue; no answer solves none.</summary>
    public double Fixed(Ranker ranker) => Works[ranker] ?? 0;

    /// <summary>1 when the first answer of a ranker works more rarely than this, else 0; no answer harms nobody.</summary>
    public double Harmful(Ranker ranker, double below) => Works[ranker] < below ? 1 : 0;
}
