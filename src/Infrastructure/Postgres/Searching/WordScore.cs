namespace ObsControlPlane.Infrastructure.Postgres.Searching;

/// <summary>
/// BM25F of a record for a question, k1 1.2 and b .75: PostgreSQL's own ranks know no rarity. A title says what the issue is: weight 3 was
/// best or equal on alerts, bug reports and abstracts. The solution weighs half, so that a long one does not outweigh the issue.
/// </summary>
internal sealed class WordScore(WordQuestion question)
{
    private const double LengthShare = .75;

    private static readonly double[] FieldWeights = [3, 1, .5];

    private readonly Dictionary<string, int> _places =
        question.Terms.Select((term, at) => (term.Term, at)).ToDictionary(pair => pair.Term, pair => pair.at, StringComparer.Ordinal);

    /// <summary>Adds what a part of a record says of the asked terms.</summary>
    /// <param name="said">Weighted repeats of each asked term, in the question's order; filled here.</param>
    /// <param name="terms">Terms of the part.</param>
    /// <param name="counts">Their counts, three bytes each.</param>
    public void Add(double[] said, string[] terms, byte[] counts)
    {
        for (var i = 0; i < terms.Length; i++)
        {
            if (!_places.TryGetValue(terms[i], out var place))
                continue;
            for (var field = 0; field < FieldWeights.Length; field++)
                said[place] += FieldWeights[field] * counts[(i * FieldWeights.Length) + field];
        }
    }

    /// <summary>A table for <see cref="Add"/>.</summary>
    public double[] NothingSaid() => new double[question.Terms.Count];

    /// <summary>The score, above 0 when any term is said.</summary>
    /// <param name="said">Weighted repeats of each asked term.</param>
    /// <param name="length">Terms of the record, repeats included.</param>
    public double Of(double[] said, long length)
    {
        var norm = WordQuestion.Saturation * (1 - LengthShare + (LengthShare * length / question.MeanLength));
        var score = 0.0;
        for (var i = 0; i < said.Length; i++)
            score += question.Terms[i].Weight * said[i] * (WordQuestion.Saturation + 1) / (said[i] + norm);
        return score;
    }
}
