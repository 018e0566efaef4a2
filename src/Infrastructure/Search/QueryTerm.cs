namespace ObsControlPlane.Infrastructure.Search;

/// <summary>A term of a query on its way through its list.</summary>
/// <param name="postings">Records that hold it, ascending.</param>
/// <param name="weight">What it would add to the score of a record that says nothing else: count · idf · (k1 + 1).</param>
/// <param name="highestCode">A frequency that it does not exceed in any record.</param>
internal struct QueryTerm(ReadOnlyMemory<uint> postings, double weight, byte highestCode)
{
    private const int ShiftToBlock = 8 + WordScorer.BlockBits;

    // Looking a record up costs about as much as adding so many postings.
    private const int DenseShare = 4;

    private int _at;

    /// <summary>The most it can add to a score; a little more, because sums of it are compared with sums rounded in another order.</summary>
    public double Most { get; } = weight * Norms.MostShare(highestCode) * (1 + 1e-9);

    /// <summary>The next posting to read, or <see cref="PostingList.None"/>.</summary>
    public readonly uint Next => _at < postings.Length ? postings.Span[_at] : PostingList.None;

    /// <summary>Adds the term to every record of a block that holds it.</summary>
    /// <param name="block">Number of the block.</param>
    /// <param name="norms">Of its records.</param>
    /// <param name="sums">Scores of its slots.</param>
    public void AddAll(int block, Norms norms, Span<double> sums)
    {
        var all = postings.Span;
        var end = EndOf(block);
        foreach (var posting in all[_at..end])
        {
            var slot = (int)(posting >> 8) & (WordScorer.BlockLength - 1);
            sums[slot] += weight * norms.Share((byte)posting, slot);
        }

        _at = end;
    }

    /// <summary>Adds the term to those of some records that hold it, and perhaps to others.</summary>
    /// <param name="slots">Slots within the block, ascending.</param>
    /// <param name="block">Number of the block.</param>
    /// <param name="norms">Of its records.</param>
    /// <param name="sums">Scores of its slots.</param>
    public void AddTo(ReadOnlySpan<int> slots, int block, Norms norms, Span<double> sums)
    {
        var all = postings.Span;
        if (EndOf(block) - _at < slots.Length * DenseShare)
        {
            AddAll(block, norms, sums);
            return;
        }

        foreach (var slot in slots)
        {
            var first = PostingList.Posting((block << WordScorer.BlockBits) + slot, 0);
            _at = FirstFrom(all, _at, first);
            if (_at == all.Length)
                return;
            if (all[_at] >> 8 == first >> 8)
                sums[slot] += weight * norms.Share((byte)all[_at], slot);
        }
    }

    private readonly int EndOf(int block) =>
        block + 1 < 1 << (32 - ShiftToBlock) ? FirstFrom(postings.Span, _at, (uint)(block + 1) << ShiftToBlock) : postings.Length;

    // Doubling steps from where it stands, then halving: what lies near costs little.
    private static int FirstFrom(ReadOnlySpan<uint> all, int at, uint least)
    {
        var (low, step) = (at, 1);
        while (low + step <= all.Length && all[low + step - 1] < least)
        {
            low += step;
            step *= 2;
        }

        var high = Math.Min(low + step, all.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (all[middle] < least)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
