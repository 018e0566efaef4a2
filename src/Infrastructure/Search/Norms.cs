namespace ObsControlPlane.Infrastructure.Search;

/// <summary>How the length of each record of a block dampens its words.</summary>
/// <param name="lengths">Weighted lengths of the block's records, in words of the body.</param>
/// <param name="averageLength">Mean of all records' lengths, above 0.</param>
internal readonly ref struct Norms(ReadOnlySpan<float> lengths, double averageLength)
{
    private const double Constant = WordScorer.K1 * (1 - WordScorer.B);

    private readonly ReadOnlySpan<float> _lengths = lengths;
    private readonly ReadOnlySpan<double> _frequencies = TermFrequency.Decoded;
    private readonly double _perLength = WordScorer.K1 * WordScorer.B / averageLength;

    /// <summary>What <see cref="Share"/> cannot exceed, however short the record.</summary>
    /// <param name="highestCode">A frequency that the term does not exceed.</param>
    /// <returns>More than 0 and less than 1.</returns>
    public static double MostShare(byte highestCode) => TermFrequency.Decoded[highestCode] / (TermFrequency.Decoded[highestCode] + Constant);

    /// <summary>How much of its weight a term adds to a record.</summary>
    /// <param name="code">Its frequency there (<see cref="TermFrequency"/>).</param>
    /// <param name="slot">The record's slot within the block.</param>
    /// <returns>More than 0 and less than 1.</returns>
    public double Share(byte code, int slot)
    {
        var frequency = _frequencies[code];
        return frequency / (frequency + Constant + (_perLength * _lengths[slot]));
    }
}
