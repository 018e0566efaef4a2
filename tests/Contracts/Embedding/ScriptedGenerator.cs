using Microsoft.Extensions.AI;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>A generator that answers as it is told and keeps what it was asked.</summary>
/// <param name="answer">Makes the vector of a text.</param>
internal sealed class ScriptedGenerator(Func<string, CancellationToken, Task<float[]>> answer) : IEmbeddingGenerator<string, Embedding<float>>
{
    public List<string> Asked { get; } = [];

    public bool IsDisposed { get; private set; }

    public EmbeddingGeneratorMetadata Metadata { get; init; } = new("scripted", null, "scripted-model", 2);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var made = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var text in values)
        {
            lock (Asked)
                Asked.Add(text);
            made.Add(new Embedding<float>(await answer(text, cancellationToken)));
        }

        return made;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata : null;

    public void Dispose() => IsDisposed = true;
}
