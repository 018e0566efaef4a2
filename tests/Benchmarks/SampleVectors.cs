using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ObsControlPlane.Benchmarks;

/// <summary>Unit vectors to search.</summary>
internal static class SampleVectors
{
    public const int Dimension = 384;

    private const int RecordsPerCluster = 40;

    /// <summary>Reads vectors from a file, or makes seeded ones in clusters off the origin, as those of an embedding model lie.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="file">The file, or null.</param>
    /// <param name="seed">Of what is made.</param>
    /// <returns>Vectors in random order.</returns>
    public static float[][] Load(int count, string? file, int seed)
    {
        var random = new Random(seed);
        var vectors = file is null ? Made(count, random) : Read(file);
        random.Shuffle(vectors);
        return vectors[..Math.Min(count, vectors.Length)];
    }

    private static float[][] Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return [.. bytes.Chunk(Dimension * sizeof(float)).Select(row => MemoryMarshal.Cast<byte, float>(row).ToArray())];
    }

    private static float[][] Made(int count, Random random)
    {
        var common = Normal(random, 1);
        var centres = Enumerable.Range(0, Math.Max(1, count / RecordsPerCluster)).Select(_ => Normal(random, 1)).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ => Around(common, centres[random.Next(centres.Length)], random))];
    }

    private static float[] Around(float[] common, float[] centre, Random random)
    {
        var vector = Normal(random, .7);
        TensorPrimitives.Add(vector, centre, vector);
        TensorPrimitives.Add(vector, common, vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    private static float[] Normal(Random random, double deviation)
    {
        var vector = new float[Dimension];
        for (var i = 0; i < Dimension; i++)
            vector[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return vector;
    }
}
