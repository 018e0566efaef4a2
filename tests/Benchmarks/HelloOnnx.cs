using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Benchmarks;

/// <summary>A web application that loads the product's model and answers with a number of a text's vector: the reference for start and memory.</summary>
internal static class HelloOnnx
{
    public const string Argument = "--hello-onnx";

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        using var model = OnnxEmbeddingGenerator.Load(ModelFolders.Find(new EmbeddingSettings { Source = EmbeddingSource.Folder }));
        app.MapGet("/embed", async (string text) => (await model.GenerateVectorAsync(text)).Span[0]);
        await app.RunAsync();
        return 0;
    }
}
