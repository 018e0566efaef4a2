using System.Numerics.Tensors;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>Brings a model's vector to unit length, or refuses it.</summary>
internal static class UnitVector
{
    /// <summary>Farthest that the length of a vector taken as it is may be from 1: what rounding makes of it.</summary>
    private const float Tolerance = 1e-6f;

    /// <summary>The vector of unit length in the same direction; the same vector gives the same numbers, and a unit vector gives itself.</summary>
    /// <param name="vector">What the model gave.</param>
    /// <param name="dimension">Numbers it must have.</param>
    /// <returns>A new array.</returns>
    /// <exception cref="InvalidDataException">It has another dimension, a number that is not finite, or no direction.</exception>
    public static float[] Of(ReadOnlySpan<float> vector, int dimension)
    {
        if (vector.Length != dimension)
            throw new InvalidDataException($"The model gave a vector of {vector.Length} numbers instead of {dimension}.");
        var length = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(length) || length == 0)
            throw new InvalidDataException(length == 0 ? "The model gave a vector without a direction." : "The model gave a vector with a number that is not finite.");
        var unit = vector.ToArray();
        if (Math.Abs(length - 1) > Tolerance)
            TensorPrimitives.Divide(unit, length, unit);
        return unit;
    }
}
