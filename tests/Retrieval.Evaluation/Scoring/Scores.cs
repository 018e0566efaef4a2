namespace ObsControlPlane.Retrieval.Evaluation.Scoring;

/// <summary>Scores of one question, or their means over many; each 0 to 1, higher is better.</summary>
/// <param name="Ndcg">nDCG@10 with gain 2^grade − 1 and discount log2(rank + 1).</param>
/// <param name="HitAt5">1 when any right document is among the first five.</param>
/// <param name="HitAt10">The same among the first ten.</param>
/// <param name="RecallAt5">Share of the right documents among the first five.</param>
/// <param name="RecallAt10">The same among the first ten.</param>
/// <param name="RecallAt100">The same among the first hundred.</param>
/// <param name="Mrr">1 ÷ rank of the first right document; 0 without one.</param>
internal sealed record Scores(double Ndcg, double HitAt5, double HitAt10, double RecallAt5, double RecallAt10, double RecallAt100, double Mrr)
{
    public IReadOnlyDictionary<string, double> ByName => new Dictionary<string, double>
    {
        ["ndcg@10"] = Ndcg, ["hit@5"] = HitAt5, ["hit@10"] = HitAt10, ["r@5"] = RecallAt5, ["r@10"] = RecallAt10, ["r@100"] = RecallAt100, ["mrr"] = Mrr,
    };

    /// <summary>Scores one ranking.</summary>
    /// <param name="ranked">Document ids, best first, each once.</param>
    /// <param name="right">The right ones with their grades; not empty.</param>
    public static Scores Of(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, int> right)
    {
        var gains = ranked.Select(document => right.GetValueOrDefault(document)).ToList();
        var first = gains.FindIndex(gain => gain > 0);
        return new(
            Dcg(gains) / Dcg(right.Values.OrderDescending()),
            Found(gains, 5) > 0 ? 1 : 0,
            Found(gains, 10) > 0 ? 1 : 0,
            Found(gains, 5) / (double)right.Count,
            Found(gains, 10) / (double)right.Count,
            Found(gains, 100) / (double)right.Count,
            first < 0 ? 0 : 1.0 / (first + 1));
    }

    public static Scores Mean(IReadOnlyCollection<Scores> all) => new(
        all.Average(one => one.Ndcg), all.Average(one => one.HitAt5), all.Average(one => one.HitAt10),
        all.Average(one => one.RecallAt5), all.Average(one => one.RecallAt10), all.Average(one => one.RecallAt100), all.Average(one => one.Mrr));

    private static int Found(List<int> gains, int depth) => gains.Take(depth).Count(gain => gain > 0);

    private static double Dcg(IEnumerable<int> gains) => gains.Take(10).Select((gain, rank) => (Math.Pow(2, gain) - 1) / Math.Log2(rank + 2)).Sum();
}
