using System.Numerics;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// BM25F over the posting lists of a query: weighted frequencies and lengths of the fields are added up before they saturate.
/// Source: S. Robertson, H. Zaragoza and M. Taylor, Simple BM25 extension to multiple weighted fields, CIKM 2004; k1 and b as in
/// S. Robertson and H. Zaragoza, The probabilistic relevance framework: BM25 and beyond, 2009.
/// </summary>
/// <remarks>
/// Term at a time within blocks of slots, so that the sums stay in the first-level cache; exact, nothing is skipped.
/// </remarks>
internal static class WordScorer
{
    /// <summary>How fast repeats of a word stop to count.</summary>
    public const double K1 = 1.2;

    /// <summary>How much the length of a record counts, 0 to 1.</summary>
    public const double B = .75;

    /// <summary>Slots of a block, as a power of 2; the lengths come in chunks of the same size.</summary>
    public const int BlockBits = 12;

    private const int BlockLength = 1 << BlockBits;

    /// <summary>How much a term tells.</summary>
    /// <param name="records">Records of the index.</param>
    /// <param name="holders">Those that hold the term.</param>
    /// <returns>Above 0.</returns>
    public static double Idf(int records, int holders) => Math.Log(1 + ((records - holders + .5) / (holders + .5)));

    /// <summary>Scores every record that holds one of the terms.</summary>
    /// <param name="terms">The terms; their lists are read to the end.</param>
    /// <param name="lengths">Weighted lengths by slot, in words of the body.</param>
    /// <param name="averageLength">Mean of the records' lengths, above 0.</param>
    /// <param name="best">Gets the slots.</param>
    /// <param name="admits">Whether a slot may be found; asked for slots that would come in.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static void Score(
        Span<QueryTerm> terms, FrozenColumn<float> lengths, double averageLength, Selection best, Func<int, bool> admits, CancellationToken cancellationToken)
    {
        Span<double> sums = stackalloc double[BlockLength];
        while (NextBlock(terms) is >= 0 and var block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sums.Clear();
            foreach (ref var term in terms)
                Add(ref term, block, lengths.Chunk(block), averageLength, sums);
            Collect(sums, block << BlockBits, best, admits);
        }
    }

    // The block of the lowest slot that is still to be read, or −1.
    private static int NextBlock(ReadOnlySpan<QueryTerm> terms)
    {
        var next = uint.MaxValue;
        foreach (ref readonly var term in terms)
        {
            if (term.At < term.Postings.Length)
                next = Math.Min(next, term.Postings.Span[term.At]);
        }

        return next == uint.MaxValue ? -1 : (int)(next >> (8 + BlockBits));
    }

    private static void Add(ref QueryTerm term, int block, float[] lengths, double averageLength, Span<double> sums)
    {
        var postings = term.Postings.Span;
        var frequencies = TermFrequency.Decoded;
        var (weight, constant, perLength) = (term.Weight, K1 * (1 - B), K1 * B / averageLength);
        var end = (ulong)(block + 1) << (8 + BlockBits);
        var at = term.At;
        for (; at < postings.Length && postings[at] is var posting && posting < end; at++)
        {
            var slot = (int)(posting >> 8) & (BlockLength - 1);
            var frequency = frequencies[(byte)posting];
            sums[slot] += weight * frequency / (frequency + constant + (perLength * lengths[slot]));
        }

        term.At = at;
    }

    private static void Collect(ReadOnlySpan<double> sums, int firstSlot, Selection best, Func<int, bool> admits)
    {
        for (var at = 0; at < sums.Length; at += Vector<double>.Count)
        {
            var bound = Math.Max(best.Bound, double.Epsilon);
            if (!Vector.GreaterThanOrEqualAny(new Vector<double>(sums[at..]), new Vector<double>(bound)))
                continue;
            for (var i = at; i < at + Vector<double>.Count; i++)
            {
                if (sums[i] >= bound && admits(firstSlot + i))
                    best.Offer(sums[i], firstSlot + i);
            }
        }
    }
}

/// <summary>A term of a query on its way through its list.</summary>
/// <param name="Postings">Records that hold it.</param>
/// <param name="Weight">The most it can add to a score.</param>
internal record struct QueryTerm(ReadOnlyMemory<uint> Postings, double Weight)
{
    /// <summary>The next posting to read.</summary>
    public int At { get; set; }
}
