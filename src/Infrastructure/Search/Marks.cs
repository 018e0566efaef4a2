namespace ObsControlPlane.Infrastructure.Search;

/// <summary>Which places of an append-only sequence are marked, a bit each.</summary>
internal sealed class Marks
{
    private readonly Column<ulong> _words = new(chunkBits: 6);
    private int _places;

    /// <summary>How many places are marked.</summary>
    public int Count { get; private set; }

    /// <summary>Memory held, bytes.</summary>
    public long Bytes => _words.Bytes(sizeof(ulong));

    /// <summary>Appends a place that is not marked.</summary>
    public void Add()
    {
        if ((_places++ & 63) == 0)
            _words.Add(0);
    }

    /// <summary>Marks a place.</summary>
    /// <param name="at">A place not marked before.</param>
    public void Mark(int at)
    {
        _words.Set(at >> 6, _words[at >> 6] | (1UL << at));
        Count++;
    }

    /// <summary>Takes a place's mark away.</summary>
    /// <param name="at">A place marked before.</param>
    public void Unmark(int at)
    {
        _words.Set(at >> 6, _words[at >> 6] & ~(1UL << at));
        Count--;
    }

    /// <summary>The marks as they are now.</summary>
    /// <returns>A state that never changes.</returns>
    public FrozenMarks Freeze() => new(_words.Freeze(), Count);
}

/// <summary>A state of <see cref="Marks"/>.</summary>
/// <param name="words">64 places a word.</param>
/// <param name="count">How many places are marked.</param>
internal readonly struct FrozenMarks(FrozenColumn<ulong> words, int count)
{
    /// <summary>How many places are marked.</summary>
    public int Count => count;

    /// <summary>Whether a place is marked.</summary>
    /// <param name="at">A place that existed then.</param>
    /// <returns>True when it was marked.</returns>
    public bool Holds(int at) => count != 0 && (words[at >> 6] >> at & 1) != 0;
}
