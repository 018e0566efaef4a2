using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// The first pass over vectors: a query of full precision against one bit a component. Four bits pick one of sixteen sums of four query
/// components, and one shuffle of bytes looks them up for many rows at once. Source of the layout: F. André, A.-M. Kermarrec and
/// N. Le Scouarnec, Quicker ADC, TPAMI 2019.
/// </summary>
internal sealed class SignScan(float[] mean, byte[][] chunks, FrozenColumn<float> factors, int rows)
{
    /// <summary>Rows of a chunk, as a power of 2.</summary>
    public const int ChunkBits = 12;

    // Two entries of 7 bits add up within a byte.
    private const int LargestEntry = 127;

    private const int Lanes = SignCodes.BlockRows;

    // Sixteen entries for each half of a byte, twice each: a shuffle looks up within 16 bytes.
    private const int TableOfByte = 64;

    /// <summary>Offers the rows that may be nearest.</summary>
    /// <param name="query">The query.</param>
    /// <param name="best">Gets rows and estimates of their inner products.</param>
    /// <param name="admits">Whether a row may be found; asked for rows that would come in.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public void Scan(ReadOnlySpan<float> query, Candidates best, Func<int, bool> admits, CancellationToken cancellationToken)
    {
        var bytesOfRow = (mean.Length + 7) / 8;
        var table = new byte[bytesOfRow * TableOfByte];
        var (step, least) = Tabulate(query, table);
        var middle = TensorPrimitives.Dot(query, mean);
        Span<ushort> sums = stackalloc ushort[Lanes];
        Span<float> estimates = stackalloc float[Lanes];
        for (var row = 0; row < rows; row += Lanes)
        {
            var inChunk = row & ((1 << ChunkBits) - 1);
            if (inChunk == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var codes = chunks[row >> ChunkBits].AsSpan(inChunk * bytesOfRow, Lanes * bytesOfRow);
            Sum(codes, table, sums);
            var bound = best.Bound;
            if (!Estimate(sums, factors.Chunk(row >> ChunkBits).AsSpan(inChunk, Lanes), step, least, middle, bound, estimates))
                continue;
            for (var lane = 0; lane < Lanes && row + lane < rows; lane++)
            {
                if (estimates[lane] >= bound && admits(row + lane))
                    best.Offer(estimates[lane], row + lane);
            }
        }
    }

    // Entry e of group g: the sum of the group's four components, each with the sign that its bit of e says, as a multiple of the step above
    // the least sum. The step is the same for all groups, so that entries add up.
    private static (float Step, float Least) Tabulate(ReadOnlySpan<float> query, Span<byte> table)
    {
        var groups = table.Length / 32;
        Span<float> padded = new float[groups * 4];
        query.CopyTo(padded);
        var (least, widest) = (0f, 0f);
        for (var group = 0; group < groups; group++)
        {
            var width = TensorPrimitives.SumOfMagnitudes<float>(padded.Slice(group * 4, 4));
            widest = Math.Max(widest, width);
            least -= width;
        }

        // All groups together must stay within 16 bits.
        var largest = Math.Min(LargestEntry, ushort.MaxValue / groups);
        var step = widest > 0 ? 2 * widest / largest : 1;
        for (var group = 0; group < groups; group++)
        {
            var part = padded.Slice(group * 4, 4);
            var width = TensorPrimitives.SumOfMagnitudes<float>(part);
            for (var entry = 0; entry < 16; entry++)
            {
                var sum = width;
                for (var i = 0; i < 4; i++)
                    sum += (entry >> i & 1) != 0 ? part[i] : -part[i];
                table[(group * 32) + entry] = table[(group * 32) + 16 + entry] = (byte)MathF.Round(sum / step);
            }
        }

        return (step, least);
    }

    private static void Sum(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> table, Span<ushort> sums)
    {
        if (Avx2.IsSupported)
        {
            Sum256(codes, table, sums);
            return;
        }

        for (var half = 0; half < Lanes; half += Vector128<byte>.Count)
            Sum128(codes[half..], table, sums[half..]);
    }

    private static void Sum256(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> table, Span<ushort> sums)
    {
        var (all, odd, nibble) = (Vector256<ushort>.Zero, Vector256<ushort>.Zero, Vector256.Create((byte)15));
        var code = codes;
        var tables = table;
        while (code.Length >= Lanes && tables.Length >= TableOfByte)
        {
            var (signs, first, second) = (Vector256.Create(code), Vector256.Create(tables), Vector256.Create(tables[Lanes..]));
            var low = Avx2.Shuffle(first, signs & nibble);
            var high = Avx2.Shuffle(second, Vector256.ShiftRightLogical(signs.AsUInt16(), 4).AsByte() & nibble);
            var both = (low + high).AsUInt16();
            all += both;
            odd += Vector256.ShiftRightLogical(both, 8);
            code = code[Lanes..];
            tables = tables[TableOfByte..];
        }

        // "all" holds the even rows plus 256 times the odd ones.
        var even = all - Vector256.ShiftLeft(odd, 8);
        var (lower, upper) = (Avx2.UnpackLow(even, odd), Avx2.UnpackHigh(even, odd));
        Avx2.Permute2x128(lower, upper, 0x20).CopyTo(sums);
        Avx2.Permute2x128(lower, upper, 0x31).CopyTo(sums[16..]);
    }

    private static void Sum128(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> table, Span<ushort> sums)
    {
        var (low, high, nibble) = (Vector128<ushort>.Zero, Vector128<ushort>.Zero, Vector128.Create((byte)15));
        for (var at = 0; at * TableOfByte < table.Length; at++)
        {
            var code = Vector128.Create(codes[(at * Lanes)..]);
            var both = Vector128.ShuffleNative(Vector128.Create(table[(at * TableOfByte)..]), code & nibble)
                + Vector128.ShuffleNative(Vector128.Create(table[((at * TableOfByte) + Lanes)..]), Vector128.ShiftRightLogical(code.AsUInt16(), 4).AsByte() & nibble);
            var (first, second) = Vector128.Widen(both);
            low += first;
            high += second;
        }

        low.CopyTo(sums);
        high.CopyTo(sums[8..]);
    }

    // False when no estimate reaches the bound.
    private static bool Estimate(
        ReadOnlySpan<ushort> sums, ReadOnlySpan<float> factors, float step, float least, float middle, float bound, Span<float> estimates)
    {
        var any = false;
        for (var at = 0; at < Lanes; at += Vector256<ushort>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(sums[at..]));
            any |= Estimate(low, factors[at..], step, least, middle, bound, estimates[at..]);
            any |= Estimate(high, factors[(at + 8)..], step, least, middle, bound, estimates[(at + 8)..]);
        }

        return any;
    }

    private static bool Estimate(
        Vector256<uint> sums, ReadOnlySpan<float> factors, float step, float least, float middle, float bound, Span<float> estimates)
    {
        var products = (Vector256.ConvertToSingle(sums.AsInt32()) * step) + Vector256.Create(least);
        var estimate = (products * Vector256.Create(factors)) + Vector256.Create(middle);
        estimate.CopyTo(estimates);
        return Vector256.GreaterThanOrEqualAny(estimate, Vector256.Create(bound));
    }
}
