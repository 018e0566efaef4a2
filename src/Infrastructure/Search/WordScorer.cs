using System.Numerics;
using System.Runtime.Intrinsics;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// BM25F over the posting lists of a query: weighted frequencies and lengths of the fields are added up before they saturate.
/// Source: S. Robertson, H. Zaragoza and M. Taylor, Simple BM25 extension to multiple weighted fields, CIKM 2004; k1 and b as in
/// S. Robertson and H. Zaragoza, The probabilistic relevance framework: BM25 and beyond, 2009.
/// </summary>
/// <remarks>
/// Term at a time within blocks of slots, so that the sums stay in the first-level cache. Once the depth is filled, terms that cannot lift a
/// record over the bound by themselves are looked up for the records that the others leave open, and no longer read (MaxScore; H. Turtle and
/// J. Flood, Query evaluation: strategies and optimizations, IPM 31(6), 1995): the hits are the same as without.
/// </remarks>
internal static class WordScorer
{
    /// <summary>How fast repeats of a word stop to count.</summary>
    public const double K1 = 1.2;

    /// <summary>How much the length of a record counts, 0 to 1.</summary>
    public const double B = .75;

    /// <summary>Slots of a block, as a power of 2; the lengths come in chunks of the same size.</summary>
    public const int BlockBits = 12;

    /// <summary>Slots of a block.</summary>
    public const int BlockLength = 1 << BlockBits;

    /// <summary>How much a term tells.</summary>
    /// <param name="records">Records of the index.</param>
    /// <param name="holders">Those that hold the term.</param>
    /// <returns>Above 0.</returns>
    public static double Idf(int records, int holders) => Math.Log(1 + ((records - holders + .5) / (holders + .5)));

    /// <summary>Finds the records with the highest scores.</summary>
    /// <param name="terms">The terms; they are sorted, and their lists read on.</param>
    /// <param name="lengths">Weighted lengths by slot, in words of the body.</param>
    /// <param name="averageLength">Mean of the records' lengths, above 0.</param>
    /// <param name="best">Gets the slots.</param>
    /// <param name="admits">Whether a slot may be found; asked for slots that would come in.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static void Score(
        Span<QueryTerm> terms, FrozenColumn<float> lengths, double averageLength, Selection best, Func<int, bool> admits, CancellationToken cancellationToken)
    {
        terms.Sort(static (a, b) => b.Most.CompareTo(a.Most));
        Span<double> sums = stackalloc double[BlockLength];
        Span<int> open = stackalloc int[BlockLength];
        while (NextBlock(terms[..Needed(terms, best.Bound)]) is >= 0 and var block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var norms = new Norms(lengths.Chunk(block), averageLength);
            var needed = Needed(terms, best.Bound);
            sums.Clear();
            foreach (ref var term in terms[..needed])
                term.AddAll(block, norms, sums);
            var left = open[..Open(sums, best.Bound - MostOf(terms[needed..]), open)];
            for (var at = needed; at < terms.Length && left.Length > 0; at++)
            {
                terms[at].AddTo(left, block, norms, sums);
                left = left[..StillOpen(left, sums, best.Bound - MostOf(terms[(at + 1)..]))];
            }

            foreach (var slot in left)
            {
                if (sums[slot] >= best.Bound && admits((block << BlockBits) + slot))
                    best.Offer(sums[slot], (block << BlockBits) + slot);
            }
        }
    }

    // A record that holds none of the first terms cannot reach the bound with all of the others.
    private static int Needed(ReadOnlySpan<QueryTerm> terms, double bound)
    {
        var (needed, rest) = (terms.Length, 0.0);
        while (needed > 0 && (rest += terms[needed - 1].Most) < bound)
            needed--;
        return needed;
    }

    private static double MostOf(ReadOnlySpan<QueryTerm> terms)
    {
        var most = 0.0;
        foreach (ref readonly var term in terms)
            most += term.Most;
        return most;
    }

    // The block of the lowest slot that is still to be read, or −1.
    private static int NextBlock(ReadOnlySpan<QueryTerm> terms)
    {
        var next = uint.MaxValue;
        foreach (ref readonly var term in terms)
            next = Math.Min(next, term.Next);
        return next == uint.MaxValue ? -1 : (int)(next >> (8 + BlockBits));
    }

    private static int Open(ReadOnlySpan<double> sums, double bound, Span<int> open)
    {
        var (count, least) = (0, Math.Max(bound, double.Epsilon));
        var leasts = Vector256.Create(least);
        for (var at = 0; at < sums.Length; at += Vector256<double>.Count)
        {
            var reached = Vector256.GreaterThanOrEqual(Vector256.Create(sums[at..]), leasts).ExtractMostSignificantBits();
            for (; reached != 0; reached &= reached - 1)
                open[count++] = at + BitOperations.TrailingZeroCount(reached);
        }

        return count;
    }

    private static int StillOpen(Span<int> open, ReadOnlySpan<double> sums, double bound)
    {
        var count = 0;
        foreach (var slot in open)
        {
            if (sums[slot] >= bound)
                open[count++] = slot;
        }

        return count;
    }
}
