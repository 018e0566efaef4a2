namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// The vectors of one model, a row each, appended in the order they came. A component is kept in 16 bits with one factor a row (1/32,767
/// of its largest component), which moves the cosine of unit vectors by some 10⁻⁶, less than half precision would. Beside it lie
/// the signs for the first pass (<see cref="SignCodes"/>), once there are enough rows to make it worth while.
/// </summary>
/// <param name="dimension">Components of a vector; 0 when there is no model.</param>
internal sealed class VectorRows(int dimension)
{
    /// <summary>Rows of a chunk, as a power of 2.</summary>
    public const int ChunkBits = 8;

    /// <summary>Below so many rows a first pass saves nothing.</summary>
    public const int RowsWithoutSigns = 1024;

    private readonly Column<int> _slots = new(ChunkBits);
    private readonly Column<float> _factors = new(ChunkBits);
    private readonly Marks _gone = new();
    private readonly double[] _sum = new double[dimension];
    private readonly float[] _row = new float[dimension];
    private short[][] _chunks = new short[2][];
    private SignCodes? _signs;

    /// <summary>Components of a vector.</summary>
    public int Dimension => dimension;

    /// <summary>Rows given so far.</summary>
    public int Rows => _slots.Count;

    /// <summary>Memory held, bytes.</summary>
    public long Bytes =>
        ((((long)Rows + (1 << ChunkBits) - 1) >> ChunkBits << ChunkBits) * dimension * sizeof(short)) + _slots.Bytes(sizeof(int)) + _factors.Bytes(sizeof(float))
        + _gone.Bytes + (_signs?.Bytes ?? 0);

    /// <summary>Appends a vector.</summary>
    /// <param name="slot">The slot of its record.</param>
    /// <param name="vector">Its components, finite, of unit length.</param>
    /// <returns>Its row.</returns>
    public int Add(int slot, ReadOnlySpan<float> vector)
    {
        var row = NewRow(slot);
        Finish(row, PackedVector.Pack(vector, Packed(row)));
        return row;
    }

    /// <summary>Takes a vector away.</summary>
    /// <param name="row">A row that is there.</param>
    public void Bury(int row)
    {
        _gone.Mark(row);
        Unpack(row);
        for (var i = 0; i < dimension; i++)
            _sum[i] -= _row[i];
    }

    /// <summary>Appends a row to other ones, bit by bit the same.</summary>
    /// <param name="row">A row that is there.</param>
    /// <param name="other">Where to.</param>
    /// <param name="slot">The slot of its record there.</param>
    /// <returns>Its row there.</returns>
    public int CopyTo(int row, VectorRows other, int slot)
    {
        var copy = other.NewRow(slot);
        Packed(row).CopyTo(other.Packed(copy));
        other.Finish(copy, _factors[row]);
        return copy;
    }

    /// <summary>The vectors as they are now.</summary>
    /// <returns>A state that never changes.</returns>
    public VectorView Freeze() => new(dimension, Rows, _chunks, _slots.Freeze(), _factors.Freeze(), _gone.Freeze(), _signs?.Freeze());

    private Span<short> Packed(int row) => _chunks[row >> ChunkBits].AsSpan((row & ((1 << ChunkBits) - 1)) * dimension, dimension);

    private void Unpack(int row) => PackedVector.Unpack(Packed(row), _factors[row], _row);

    private int NewRow(int slot)
    {
        var row = Rows;
        if (row >> ChunkBits == _chunks.Length)
            Array.Resize(ref _chunks, _chunks.Length * 2);
        _chunks[row >> ChunkBits] ??= new short[dimension << ChunkBits];
        _slots.Add(slot);
        _gone.Add();
        return row;
    }

    private void Finish(int row, float factor)
    {
        _factors.Add(factor);
        Unpack(row);
        for (var i = 0; i < dimension; i++)
            _sum[i] += _row[i];
        if (Rows >= RowsWithoutSigns && (_signs is null || Rows >= 2 * _signs.RowsAtMean))
            Centre();
        else
            _signs?.Add(_row);
    }

    // Signs tell most around the middle of the corpus, which moves while it grows: it is taken anew whenever the rows have doubled.
    private void Centre()
    {
        var living = Rows - _gone.Count;
        _signs = new SignCodes([.. _sum.Select(sum => (float)(sum / living))], Rows);
        for (var row = 0; row < Rows; row++)
        {
            Unpack(row);
            _signs.Add(_row);
        }
    }
}
