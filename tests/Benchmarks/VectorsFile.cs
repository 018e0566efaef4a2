using System.Runtime.InteropServices;
using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Benchmarks;

/// <summary>The file of real vectors: made once, because a corpus takes minutes to embed, and read by every later run.</summary>
internal static class VectorsFile
{
    /// <summary>Embeds the issues of the data folder with the carried model, if the file that was named is not there.</summary>
    public static async Task MakeAsync(BenchmarkOptions options)
    {
        if (options is not { Vectors: { } file, Data: { } folder } || File.Exists(file))
            return;
        var issues = Texts.All(folder).Select(fix => fix.Issue).ToArray();
        Console.Error.WriteLine($"embedding {issues.Length} issues into {file}");
        using var model = OnnxEmbeddingGenerator.Load(ModelFolders.Find(new EmbeddingSettings { Source = EmbeddingSource.Folder }));
        var vectors = new float[issues.Length][];
        await Parallel.ForAsync(
            0, issues.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (at, ct) => vectors[at] = (await model.GenerateAsync([issues[at]], cancellationToken: ct))[0].Vector.ToArray());

        // Whole or not at all: half a file would be taken for the vectors of other issues.
        var half = file + ".half";
        await using (var stream = File.Create(half))
        {
            foreach (var vector in vectors)
                stream.Write(MemoryMarshal.AsBytes<float>(vector));
        }

        File.Move(half, file);
    }
}
