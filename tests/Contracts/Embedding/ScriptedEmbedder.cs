using System.Collections.Concurrent;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>An embedder that does as it is told.</summary>
/// <param name="stamp">Its model.</param>
/// <param name="answer">What becomes of a text; gives up when the token says so.</param>
internal sealed class ScriptedEmbedder(ModelStamp stamp, Func<string, CancellationToken, Task>? answer = null) : IEmbedder
{
    private readonly ConcurrentQueue<string> _asked = [];
    private readonly ConcurrentQueue<string> _made = [];

    /// <summary>Texts it was given, in their order.</summary>
    internal IReadOnlyCollection<string> Asked => _asked;

    /// <summary>Texts it made a vector of, in their order.</summary>
    internal IReadOnlyCollection<string> Made => _made;

    public EmbeddingModel Model { get; } = new(stamp, .5, null);

    public EmbedderState State => EmbedderState.Ready;

    public IEmbedder? ForStamp(ModelStamp other) => other == stamp ? this : null;

    public Task<float[]> EmbedQueryAsync(string text, CancellationToken ct) => throw new NotSupportedException("Nobody asks here.");

    public async Task<float[]> EmbedDocumentAsync(string text, CancellationToken ct)
    {
        _asked.Enqueue(text);
        if (answer is not null)
            await answer(text, ct);
        _made.Enqueue(text);
        var vector = new float[stamp.Dimension];
        vector[0] = 1;
        return vector;
    }
}
