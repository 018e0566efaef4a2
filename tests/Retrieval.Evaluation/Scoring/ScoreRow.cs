using System.Globalization;

namespace ObsControlPlane.Retrieval.Evaluation.Scoring;

/// <summary>Scores of one set in one mode.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Mode">The mode.</param>
/// <param name="Questions">Scores of each question.</param>
internal sealed record ScoreRow(string Set, Mode Mode, IReadOnlyList<Scores> Questions)
{
    /// <summary>nDCG@10 with its interval.</summary>
    public Interval Ndcg { get; } = Interval.Of([.. Questions.Select(question => question.Ndcg)]);

    /// <summary>Means of everything.</summary>
    public Scores Mean { get; } = Scores.Mean([.. Questions]);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Set,-16} {Mode,-8} nDCG@10 {Ndcg.Mean:F4} [{Ndcg.Low:F3}, {Ndcg.High:F3}]  R@5 {Mean.RecallAt5:F4}  R@10 {Mean.RecallAt10:F4}  MRR {Mean.Mrr:F4}");
}
