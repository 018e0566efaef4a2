using System.Numerics;
using System.Numerics.Tensors;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>A vector with 16 bits a component and one factor.</summary>
internal static class PackedVector
{
    /// <summary>Packs a vector.</summary>
    /// <param name="vector">Its components, finite.</param>
    /// <param name="packed">Gets a number for each: component ÷ factor, rounded.</param>
    /// <returns>The factor; 0 for a vector of zeros.</returns>
    public static float Pack(ReadOnlySpan<float> vector, Span<short> packed)
    {
        var largest = TensorPrimitives.MaxMagnitude(vector);
        var factor = Math.Abs(largest) / short.MaxValue;
        if (factor == 0)
        {
            packed.Clear();
            return 0;
        }

        for (var i = 0; i < vector.Length; i++)
            packed[i] = (short)MathF.Round(vector[i] / factor);
        return factor;
    }

    /// <summary>Unpacks a vector.</summary>
    /// <param name="packed">Its numbers.</param>
    /// <param name="factor">Their factor.</param>
    /// <param name="vector">Gets the components.</param>
    public static void Unpack(ReadOnlySpan<short> packed, float factor, Span<float> vector)
    {
        for (var i = 0; i < packed.Length; i++)
            vector[i] = packed[i] * factor;
    }

    /// <summary>The inner product with a vector that is not packed.</summary>
    /// <param name="packed">Numbers of the packed one.</param>
    /// <param name="query">The other one, of the same dimension.</param>
    /// <returns>The product ÷ the factor.</returns>
    public static float Dot(ReadOnlySpan<short> packed, ReadOnlySpan<float> query)
    {
        var (low, high) = (Vector<float>.Zero, Vector<float>.Zero);
        var at = 0;
        for (; at <= packed.Length - Vector<short>.Count; at += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(packed[at..]), out var first, out var second);
            low += Vector.ConvertToSingle(first) * new Vector<float>(query[at..]);
            high += Vector.ConvertToSingle(second) * new Vector<float>(query[(at + Vector<float>.Count)..]);
        }

        var sum = Vector.Sum(low + high);
        for (; at < packed.Length; at++)
            sum += packed[at] * query[at];
        return sum;
    }
}
