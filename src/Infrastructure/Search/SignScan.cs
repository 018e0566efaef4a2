using System.Numerics;
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

    // Sixteen entries for each half of a byte, twice each, because a shuffle looks up within 16 bytes. Two bytes make a pair: the lower halves
    // of both, then the upper ones.
    private const int TableOfByte = 64;
    private const int TableOfPair = 2 * TableOfByte;
    private const int CodesOfPair = 2 * Lanes;

    /// <summary>Bytes of a row's signs.</summary>
    /// <param name="dimension">Components of a vector.</param>
    /// <returns>An even number.</returns>
    public static int BytesOf(int dimension) => (dimension + 15) / 16 * 2;

    /// <summary>Offers the rows that may be nearest.</summary>
    /// <param name="query">The query.</param>
    /// <param name="best">Gets rows and estimates of their inner products.</param>
    /// <param name="admits">Whether a row may be found; asked for rows that would come in.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public void Scan(ReadOnlySpan<float> query, Candidates best, Func<int, bool> admits, CancellationToken cancellationToken)
    {
        var bytesOfRow = BytesOf(mean.Length);
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
            var reached = Estimate(sums, factors.Chunk(row >> ChunkBits).AsSpan(inChunk, Lanes), step, least, middle, bound, estimates);
            for (; reached != 0; reached &= reached - 1)
            {
                var lane = BitOperations.TrailingZeroCount(reached);
                if (row + lane < rows && admits(row + lane))
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
                var at = (group / 4 * TableOfPair) + (group % 2 * TableOfByte) + (group / 2 % 2 * Lanes) + entry;
                table[at] = table[at + 16] = (byte)MathF.Round(sum / step);
            }
        }

        return (step, least);
    }

    private static void Sum(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> table, Span<ushort> sums)
    {
        if (Avx512BW.IsSupported)
        {
            Sum512(codes, table, sums);
        }
        else if (Avx2.IsSupported)
        {
            Sum256(codes, table, sums);
        }
        else
        {
            Sum128(codes, table, sums);
            Sum128(codes[16..], table, sums[16..]);
        }
    }

    private static void Sum512(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> table, Span<ushort> sums)
    {
        var (all, odd, nibble) = (Vector512<ushort>.Zero, Vector512<ushort>.Zero, Vector512.Create((byte)15));
        for (; codes.Length >= CodesOfPair && table.Length >= TableOfPair; codes = codes[CodesOfPair..], table = table[TableOfPair..])
        {
            var signs = Vector512.Create(codes);
            var low = Avx512BW.Shuffle(Vector512.Create(table), signs & nibble);
            var high = Avx512BW.Shuffle(Vector512.Create(table[TableOfByte..]), Vector512.ShiftRightLogical(signs.AsUInt16(), 4).AsByte() & nibble);
            var both = (low + high).AsUInt16();
            all += both;
            odd += Vector512.ShiftRightLogical(both, 8);
        }

        Store(all.GetLower() + all.GetUpper(), odd.GetLower() + odd.GetUpper(), sums);
    }

    private static void Sum256(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> table, Span<ushort> sums)
    {
        var (all, odd, nibble) = (Vector256<ushort>.Zero, Vector256<ushort>.Zero, Vector256.Create((byte)15));
        for (; codes.Length >= CodesOfPair && table.Length >= TableOfPair; codes = codes[CodesOfPair..], table = table[TableOfPair..])
        {
            for (var part = 0; part < CodesOfPair; part += Lanes)
            {
                var signs = Vector256.Create(codes[part..]);
                var low = Avx2.Shuffle(Vector256.Create(table[part..]), signs & nibble);
                var high = Avx2.Shuffle(Vector256.Create(table[(part + TableOfByte)..]), Vector256.ShiftRightLogical(signs.AsUInt16(), 4).AsByte() & nibble);
                var both = (low + high).AsUInt16();
                all += both;
                odd += Vector256.ShiftRightLogical(both, 8);
            }
        }

        Store(all, odd, sums);
    }

    // "all" holds the even rows plus 256 times the odd ones.
    private static void Store(Vector256<ushort> all, Vector256<ushort> odd, Span<ushort> sums)
    {
        var even = all - Vector256.ShiftLeft(odd, 8);
        var (lower, upper) = (Avx2.UnpackLow(even, odd), Avx2.UnpackHigh(even, odd));
        Avx2.Permute2x128(lower, upper, 0x20).CopyTo(sums);
        Avx2.Permute2x128(lower, upper, 0x31).CopyTo(sums[16..]);
    }

    private static void Sum128(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> table, Span<ushort> sums)
    {
        var (low, high, nibble) = (Vector128<ushort>.Zero, Vector128<ushort>.Zero, Vector128.Create((byte)15));
        for (var pair = 0; pair * TableOfPair < table.Length; pair++)
        {
            for (var part = 0; part < CodesOfPair; part += Lanes)
            {
                var signs = Vector128.Create(codes[((pair * CodesOfPair) + part)..]);
                var tables = table[((pair * TableOfPair) + part)..];
                var both = Vector128.ShuffleNative(Vector128.Create(tables), signs & nibble)
                    + Vector128.ShuffleNative(Vector128.Create(tables[TableOfByte..]), Vector128.ShiftRightLogical(signs.AsUInt16(), 4).AsByte() & nibble);
                var (first, second) = Vector128.Widen(both);
                low += first;
                high += second;
            }
        }

        low.CopyTo(sums);
        high.CopyTo(sums[8..]);
    }

    // A bit for each row whose estimate reaches the bound.
    private static uint Estimate(
        ReadOnlySpan<ushort> sums, ReadOnlySpan<float> factors, float step, float least, float middle, float bound, Span<float> estimates)
    {
        var reached = 0u;
        for (var at = 0; at < Lanes; at += Vector256<ushort>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(sums[at..]));
            reached |= Estimate(low, factors[at..], step, least, middle, bound, estimates[at..]) << at;
            reached |= Estimate(high, factors[(at + 8)..], step, least, middle, bound, estimates[(at + 8)..]) << (at + 8);
        }

        return reached;
    }

    private static uint Estimate(
        Vector256<uint> sums, ReadOnlySpan<float> factors, float step, float least, float middle, float bound, Span<float> estimates)
    {
        var products = (Vector256.ConvertToSingle(sums.AsInt32()) * step) + Vector256.Create(least);
        var estimate = (products * Vector256.Create(factors)) + Vector256.Create(middle);
        estimate.CopyTo(estimates);
        return Vector256.GreaterThanOrEqual(estimate, Vector256.Create(bound)).ExtractMostSignificantBits();
    }
}
