namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// The records that hold a term, ascending by slot. A posting is the slot in the upper 24 bits and the code of the frequency
/// (<see cref="TermFrequency"/>) in the lower 8. One writer appends; readers leave out what lies beyond the slots of their view.
/// </summary>
/// <param name="items">The first postings; the list keeps the array.</param>
/// <param name="count">How many of them are postings.</param>
internal sealed class PostingList(uint[] items, int count)
{
    /// <summary>No posting: its slot lies beyond every view.</summary>
    public const uint None = uint.MaxValue;

    /// <summary>Slots there can be.</summary>
    public const int MaxSlots = (1 << 24) - 1;

    private uint[] _items = items;
    private int _count = count;
    private int _highestCode = HighestOf(items.AsSpan(0, count));

    /// <summary>Memory held, bytes.</summary>
    public int Bytes => 56 + (sizeof(uint) * _items.Length);

    /// <summary>A code that no posting exceeds.</summary>
    public byte HighestCode => (byte)Volatile.Read(ref _highestCode);

    /// <summary>A posting.</summary>
    /// <param name="slot">0 to <see cref="MaxSlots"/> − 1.</param>
    /// <param name="code">Code of the frequency.</param>
    /// <returns>Its 32 bits; a larger slot gives a larger number.</returns>
    public static uint Posting(int slot, byte code) => (uint)slot << 8 | code;

    /// <summary>Appends a posting.</summary>
    /// <param name="posting">Of a slot above all others of the list.</param>
    public void Add(uint posting)
    {
        if (_count == _items.Length)
        {
            var grown = new uint[_count + (_count / 2) + 2];
            _items.CopyTo(grown, 0);
            Volatile.Write(ref _items, grown);
        }

        _highestCode = Math.Max(_highestCode, (byte)posting);
        _items[_count] = posting;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The postings below a number of slots.</summary>
    /// <param name="slots">Slots of the view.</param>
    /// <returns>They, ascending.</returns>
    public ReadOnlyMemory<uint> Below(int slots)
    {
        // The count first: an array read after it is at least as new, so it holds every posting that was counted.
        var seen = Volatile.Read(ref _count);
        var all = Volatile.Read(ref _items);
        var limit = Posting(slots, 0);
        if (all[seen - 1] >= limit)
        {
            var at = all.AsSpan(0, seen).BinarySearch(limit);
            seen = at < 0 ? ~at : at;
        }

        return all.AsMemory(0, seen);
    }

    private static int HighestOf(ReadOnlySpan<uint> postings)
    {
        byte highest = 0;
        foreach (var posting in postings)
            highest = Math.Max(highest, (byte)posting);
        return highest;
    }
}
