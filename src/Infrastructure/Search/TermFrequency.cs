namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// The weighted frequency of a term in a record as one byte: exact up to 95 words of the body, and above in steps of 5 %, where another 5 %
/// change a BM25 score by less than a thousandth.
/// </summary>
internal static class TermFrequency
{
    private const int Exact = 191;
    private const double Step = 1.05;

    /// <summary>Weighted frequencies in words of the body, by code.</summary>
    public static readonly double[] Decoded = [.. Enumerable.Range(0, 256).Select(code => Units(code) / FieldWeights.UnitsPerWord)];

    /// <summary>The code of a weighted frequency.</summary>
    /// <param name="units">Halves of a word of the body, 1 or more.</param>
    /// <returns>The code whose frequency is nearest from below; 255 for everything beyond.</returns>
    public static byte Encode(int units) =>
        units <= Exact ? (byte)units : (byte)Math.Min(255, Exact + (int)(Math.Log((double)units / Exact) / Math.Log(Step)));

    private static double Units(int code) => code <= Exact ? code : Exact * Math.Pow(Step, code - Exact);
}
