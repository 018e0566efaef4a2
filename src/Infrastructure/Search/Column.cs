namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// Values by place, 0 first, that one writer appends to and changes while readers look at frozen states of it. Appending never copies;
/// changing a value that a reader may see copies its chunk and the table of chunks, once per freeze.
/// </summary>
/// <typeparam name="T">The kind of value.</typeparam>
/// <param name="chunkBits">A chunk holds 2 to this power values.</param>
internal sealed class Column<T>(int chunkBits)
{
    private readonly int _mask = (1 << chunkBits) - 1;
    private T[][] _chunks = new T[2][];
    private long[] _writableSince = new long[2];
    private long _tableWritableSince;
    private long _freezes;
    private int _frozen;

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>The value at a place, as the writer sees it.</summary>
    /// <param name="at">0 to <see cref="Count"/> − 1.</param>
    public T this[int at] => _chunks[at >> chunkBits][at & _mask];

    /// <summary>Memory of the chunks, bytes.</summary>
    /// <param name="size">Bytes of one value.</param>
    /// <returns>An estimate.</returns>
    public long Bytes(int size) => (long)((Count + _mask) >> chunkBits << chunkBits) * size;

    /// <summary>Appends a value; no frozen state sees it.</summary>
    /// <param name="value">The value.</param>
    public void Add(T value)
    {
        var chunk = Count >> chunkBits;
        if (chunk == _chunks.Length)
        {
            Array.Resize(ref _chunks, chunk * 2);
            Array.Resize(ref _writableSince, chunk * 2);
            _tableWritableSince = _freezes;
        }

        if ((Count & _mask) == 0)
        {
            _chunks[chunk] = new T[_mask + 1];
            _writableSince[chunk] = _freezes;
        }

        _chunks[chunk][Count & _mask] = value;
        Count++;
    }

    /// <summary>Changes a value; states frozen before keep the old one.</summary>
    /// <param name="at">0 to <see cref="Count"/> − 1.</param>
    /// <param name="value">The new value.</param>
    public void Set(int at, T value)
    {
        var chunk = at >> chunkBits;
        if (at < _frozen && _writableSince[chunk] != _freezes)
        {
            if (_tableWritableSince != _freezes)
                _chunks = [.. _chunks];
            _chunks[chunk] = [.. _chunks[chunk]];
            (_tableWritableSince, _writableSince[chunk]) = (_freezes, _freezes);
        }

        _chunks[chunk][at & _mask] = value;
    }

    /// <summary>The values as they are now.</summary>
    /// <returns>A state that never changes at the places that exist now.</returns>
    public FrozenColumn<T> Freeze()
    {
        _freezes++;
        _frozen = Count;
        return new FrozenColumn<T>(_chunks, chunkBits);
    }
}

/// <summary>A state of a <see cref="Column{T}"/>; places that were appended later must not be read.</summary>
/// <typeparam name="T">The kind of value.</typeparam>
/// <param name="chunks">The chunks.</param>
/// <param name="chunkBits">A chunk holds 2 to this power values.</param>
internal readonly struct FrozenColumn<T>(T[][] chunks, int chunkBits)
{
    /// <summary>The value at a place.</summary>
    /// <param name="at">A place that existed when the column was frozen.</param>
    public T this[int at] => chunks[at >> chunkBits][at & ((1 << chunkBits) - 1)];

    /// <summary>All values of a chunk, those of places appended later included.</summary>
    /// <param name="chunk">Number of the chunk.</param>
    /// <returns>The chunk itself, not a copy.</returns>
    public T[] Chunk(int chunk) => chunks[chunk];
}
