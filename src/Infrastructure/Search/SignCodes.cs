using System.Numerics.Tensors;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// One bit a component: its sign after the corpus mean was subtracted; and one factor a row that makes the signs an estimate of the inner
/// product without bias. Source: J. Gao and C. Long, RaBitQ, SIGMOD 2024, here around the corpus mean and
/// without the random rotation. Laid out for <see cref="SignScan"/>: 32 rows a block, byte p of all 32 beside each other.
/// </summary>
/// <param name="mean">The corpus mean.</param>
/// <param name="rowsAtMean">How many rows there were when it was taken.</param>
internal sealed class SignCodes(float[] mean, int rowsAtMean)
{
    /// <summary>Rows of a block.</summary>
    public const int BlockRows = 32;

    private readonly int _bytesOfRow = SignScan.BytesOf(mean.Length);
    private readonly Column<float> _factors = new(SignScan.ChunkBits);
    private readonly float[] _rest = new float[mean.Length];
    private byte[][] _chunks = new byte[2][];

    /// <summary>How many rows there were when the mean was taken.</summary>
    public int RowsAtMean => rowsAtMean;

    /// <summary>Memory held, bytes.</summary>
    public long Bytes => _factors.Bytes(_bytesOfRow + sizeof(float));

    /// <summary>Appends a row.</summary>
    /// <param name="vector">Its vector.</param>
    public void Add(ReadOnlySpan<float> vector)
    {
        TensorPrimitives.Subtract(vector, mean, _rest);
        var row = _factors.Count;
        var chunk = row >> SignScan.ChunkBits;
        if (chunk == _chunks.Length)
            Array.Resize(ref _chunks, chunk * 2);
        var codes = _chunks[chunk] ??= new byte[_bytesOfRow << SignScan.ChunkBits];
        var inChunk = row & ((1 << SignScan.ChunkBits) - 1);
        var at = (inChunk / BlockRows * BlockRows * _bytesOfRow) + (inChunk % BlockRows);
        for (var part = 0; part < _bytesOfRow; part++)
            codes[at + (part * BlockRows)] = SignsOf(_rest.AsSpan(Math.Min(part * 8, _rest.Length)));

        // The product of the rest with its own signs is the sum of its magnitudes: this factor makes the estimate right for the rest itself.
        var magnitudes = TensorPrimitives.SumOfMagnitudes<float>(_rest);
        _factors.Add(magnitudes > 0 ? TensorPrimitives.SumOfSquares<float>(_rest) / magnitudes : 0);
    }

    /// <summary>The codes as they are now.</summary>
    /// <returns>A state that never changes at the rows that exist now.</returns>
    public SignScan Freeze() => new(mean, _chunks, _factors.Freeze(), _factors.Count);

    private static byte SignsOf(ReadOnlySpan<float> rest)
    {
        var signs = 0;
        for (var i = 0; i < Math.Min(8, rest.Length); i++)
            signs |= rest[i] > 0 ? 1 << i : 0;
        return (byte)signs;
    }
}
