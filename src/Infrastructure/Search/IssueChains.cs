using System.Globalization;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// The newest slot of each fingerprint; each slot names the one before it. One writer adds while readers look up; a full table is followed
/// by a larger copy, so that a view keeps the table it was made with.
/// </summary>
/// <param name="capacity">A power of two.</param>
internal sealed class IssueChains(int capacity = 256)
{
    private readonly UInt128[] _keys = new UInt128[capacity];

    // Slot + 1; 0 where nothing is.
    private readonly int[] _heads = new int[capacity];
    private int _count;

    /// <summary>Memory held, bytes.</summary>
    public long Bytes => 20L * _heads.Length;

    /// <summary>True when the next fingerprint must go into a larger table.</summary>
    public bool IsFull => _count * 3 >= _heads.Length * 2;

    /// <summary>Every fingerprint's number and newest slot, in no order.</summary>
    public IEnumerable<(UInt128 Key, int Slot)> All =>
        Enumerable.Range(0, _heads.Length).Where(at => _heads[at] != 0).Select(at => (_keys[at], _heads[at] - 1));

    /// <summary>A fingerprint as the number that its hex digits write.</summary>
    /// <param name="fingerprint">One that is not <c>default</c>.</param>
    /// <returns>128 bits.</returns>
    public static UInt128 KeyOf(Fingerprint fingerprint) =>
        UInt128.Parse(fingerprint.Value.AsSpan(fingerprint.Value.IndexOf(':') + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The newest slot of a fingerprint.</summary>
    /// <param name="key">Its number.</param>
    /// <returns>The slot, which may lie beyond the view's; −1 without one.</returns>
    public int Newest(UInt128 key)
    {
        var at = Place(key);
        return Volatile.Read(ref _heads[at]) - 1;
    }

    /// <summary>Puts a slot in front of a fingerprint's others; there must be room.</summary>
    /// <param name="key">The fingerprint's number.</param>
    /// <param name="slot">A slot above all others.</param>
    /// <returns>The slot that was newest before, or −1.</returns>
    public int Push(UInt128 key, int slot)
    {
        var at = Place(key);
        var before = _heads[at] - 1;
        if (before < 0)
        {
            _keys[at] = key;
            _count++;
        }

        Volatile.Write(ref _heads[at], slot + 1);
        return before;
    }

    /// <summary>The same fingerprints with room for twice as many.</summary>
    /// <returns>The table to go on with.</returns>
    public IssueChains WithRoom()
    {
        var larger = new IssueChains(_heads.Length * 2);
        foreach (var (key, slot) in All)
            larger.Push(key, slot);
        return larger;
    }

    private int Place(UInt128 key)
    {
        var at = (int)(ulong)key & (_heads.Length - 1);
        while (Volatile.Read(ref _heads[at]) != 0 && _keys[at] != key)
            at = (at + 1) & (_heads.Length - 1);
        return at;
    }
}
