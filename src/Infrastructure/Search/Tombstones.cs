namespace ObsControlPlane.Infrastructure.Search;

/// <summary>Which places of an append-only sequence are gone, a bit each.</summary>
internal sealed class Tombstones
{
    private readonly Column<ulong> _words = new(chunkBits: 6);
    private int _places;

    /// <summary>How many places are gone.</summary>
    public int Gone { get; private set; }

    /// <summary>Memory held, bytes.</summary>
    public long Bytes => _words.Bytes(sizeof(ulong));

    /// <summary>Appends a place that is there.</summary>
    public void Add()
    {
        if ((_places++ & 63) == 0)
            _words.Add(0);
    }

    /// <summary>Marks a place that was there as gone.</summary>
    /// <param name="at">A place not marked before.</param>
    public void Bury(int at)
    {
        _words.Set(at >> 6, _words[at >> 6] | (1UL << at));
        Gone++;
    }

    /// <summary>The marks as they are now.</summary>
    /// <returns>A state that never changes.</returns>
    public FrozenTombstones Freeze() => new(_words.Freeze(), Gone);
}

/// <summary>A state of <see cref="Tombstones"/>.</summary>
/// <param name="words">64 places a word.</param>
/// <param name="gone">How many places are gone.</param>
internal readonly struct FrozenTombstones(FrozenColumn<ulong> words, int gone)
{
    /// <summary>How many places are gone.</summary>
    public int Gone => gone;

    /// <summary>Whether a place is gone.</summary>
    /// <param name="at">A place that existed then.</param>
    /// <returns>True when it was marked.</returns>
    public bool Holds(int at) => gone != 0 && (words[at >> 6] >> at & 1) != 0;
}
