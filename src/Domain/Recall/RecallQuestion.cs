namespace ObsControlPlane.Domain.Recall;

/// <summary>What an answer is ranked for.</summary>
/// <param name="Text">The issue or key asked about, in words.</param>
/// <param name="Limit">Results and candidates together, 1–100; the other lists have this many each.</param>
/// <param name="Candidates">True for the nearest below the threshold too.</param>
public sealed record RecallQuestion(string Text, int Limit, bool Candidates);
