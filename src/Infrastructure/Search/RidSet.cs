namespace ObsControlPlane.Infrastructure.Search;

/// <summary>A set of row ids, a bit each; made for ids that lie close together and start near 0.</summary>
internal sealed class RidSet
{
    private const int PageBits = 16;

    private readonly ulong[]?[] _pages;

    /// <summary>Takes the ids.</summary>
    /// <param name="rids">0 or more each, repeats allowed, in any order.</param>
    public RidSet(IEnumerable<long> rids)
    {
        var pages = new List<ulong[]?>();
        foreach (var rid in rids)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(rid);
            var page = checked((int)(rid >> PageBits));
            while (pages.Count <= page)
                pages.Add(null);
            (pages[page] ??= new ulong[1 << (PageBits - 6)])[(rid & ((1 << PageBits) - 1)) >> 6] |= 1UL << (int)rid;
        }

        _pages = [.. pages];
    }

    /// <summary>Whether an id is in the set.</summary>
    /// <param name="rid">Any number.</param>
    /// <returns>True when it was given.</returns>
    public bool Contains(long rid) =>
        (ulong)rid >> PageBits < (ulong)_pages.Length && _pages[rid >> PageBits] is { } page && (page[(rid & ((1 << PageBits) - 1)) >> 6] >> (int)rid & 1) != 0;
}
