using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ObsControlPlane.Benchmarks;

/// <summary>Vectors for fixes: that of the issue in the files, a little off it because the fix may be a variant; seeded ones without a file.</summary>
internal sealed class FixVectors
{
    // Of a noise of unit length: the cosine with the original is .97 on the average, as between an issue and a variant of it.
    private const float Noise = .25f;
    private const int Clusters = 2_500;

    private readonly Random _random;
    private readonly float[][] _known;
    private readonly bool _isSeeded;

    /// <param name="file">The file, or null.</param>
    /// <param name="seed">Of what is off.</param>
    public FixVectors(string? file, int seed = 23)
    {
        _random = new(seed);
        _isSeeded = file is null;
        _known = file is null
            ? SampleVectors.Load(Clusters, null, seed: 11)
            : [.. File.ReadAllBytes(file).Chunk(SampleVectors.Dimension * sizeof(float)).Select(row => MemoryMarshal.Cast<byte, float>(row).ToArray())];
    }

    /// <summary>A vector of unit length for a fix.</summary>
    /// <param name="origin">Place of the fix it is, or is a variant of, in the files.</param>
    public float[] Of(int origin)
    {
        var vector = new float[SampleVectors.Dimension];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = _random.NextSingle() - .5f;
        var strength = (_isSeeded ? 3 * Noise : Noise) / TensorPrimitives.Norm<float>(vector);
        TensorPrimitives.MultiplyAdd(vector, strength, _known[origin % _known.Length], vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
