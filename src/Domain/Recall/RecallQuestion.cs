namespace ObsControlPlane.Domain.Recall;

/// <summary>What an answer is ranked for.</summary>
/// <param name="Limit">Results and candidates together, 1–100; the other lists have this many each.</param>
/// <param name="Candidates">True for the nearest below the threshold too.</param>
/// <param name="WordCeiling">The BM25 that no record could exceed for this question, 0 or more.</param>
/// <param name="VectorWeight">Share of the cosine in a fused relevance, 0–1; null when no vectors were searched.</param>
/// <param name="Threshold">Least relevance of a result.</param>
/// <param name="WordsThreshold">Least share of the ceiling for a record that has no vector, above 0.</param>
public sealed record RecallQuestion(int Limit, bool Candidates, double WordCeiling, double? VectorWeight, RelevanceThreshold Threshold, double WordsThreshold);

/// <summary>From where on a hit is a result and no mere candidate; inclusive.</summary>
/// <param name="Least">Least value, 0–1.</param>
/// <param name="IsOfWords">True when the words' share of their ceiling is held against it, because nobody has measured the whole for this model.</param>
public sealed record RelevanceThreshold(double Least, bool IsOfWords);
