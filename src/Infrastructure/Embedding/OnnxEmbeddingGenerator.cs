using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>
/// Makes vectors of texts with a model in a folder, in this process. One text a run: an 8-bit model takes its scales from the whole batch,
/// so a text's vector would depend on its neighbours. May be called concurrently; one text more than there are processors is at work at once.
/// </summary>
internal sealed class OnnxEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly ModelSettings _settings;
    private readonly BertTokenizer _tokenizer;
    private readonly OnnxModel _model;
    private readonly EmbeddingGeneratorMetadata _metadata;

    // One more than the processors: a question finds a place while documents are at work on all of them.
    private readonly int _places = Environment.ProcessorCount + 1;
    private readonly SemaphoreSlim _free;
    private bool _disposed;

    private OnnxEmbeddingGenerator(ModelSettings settings, BertTokenizer tokenizer, OnnxModel model)
    {
        (_settings, _tokenizer, _model) = (settings, tokenizer, model);
        _free = new SemaphoreSlim(_places);
        Dimension = Embed("a").Length;
        _metadata = new EmbeddingGeneratorMetadata("onnx", null, settings.Id, Dimension);
    }

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; }

    /// <summary>Loads a model and embeds one text with it, so that a model that cannot work is found here.</summary>
    /// <param name="folder">The model.</param>
    /// <returns>The generator.</returns>
    /// <exception cref="InvalidDataException">The files are not a text encoder with its vocabulary, or its vectors have another dimension than its settings say.</exception>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">The runtime cannot load the model.</exception>
    public static OnnxEmbeddingGenerator Load(ModelFolder folder)
    {
        var settings = folder.Settings;
        var tokenizer = new BertTokenizer(WordPieces.Read(folder.VocabularyFile), settings.LowerCase);
        var generator = new OnnxEmbeddingGenerator(settings, tokenizer, new OnnxModel(folder.OnnxFile, settings.MaxTokens));
        if (settings.Dimension is not { } said || said == generator.Dimension)
            return generator;
        generator.Dispose();
        throw new InvalidDataException($"The model's vectors have {generator.Dimension} numbers and {ModelFile.Name} says {said}.");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The model gave a vector without a direction.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var made = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var text in values)
        {
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                var vector = await Task.Run(() => Embed(text), cancellationToken).ConfigureAwait(false);
                made.Add(new Embedding<float>(vector) { ModelId = _settings.Id });
            }
            finally
            {
                _free.Release();
            }
        }

        return made;
    }

    /// <summary>The ids a text is embedded by.</summary>
    /// <param name="text">The text.</param>
    /// <returns>At most as many as the model takes.</returns>
    internal long[] TokensOf(string text)
    {
        var ids = new long[_settings.MaxTokens];
        return ids[.._tokenizer.Encode(text, ids)];
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Waits for the texts at work: the runtime must not lose its session under a run.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        for (var place = 0; place < _places; place++)
            _free.Wait();
        _disposed = true;
        _model.Dispose();
        _free.Release(_places);
    }

    private float[] Embed(string text) => _model.Run(TokensOf(text), Pool);

    private float[] Pool(ReadOnlySpan<float> vectors, int dimension)
    {
        var pooled = vectors[..dimension].ToArray();
        if (_settings.Pooling == Pooling.Mean)
        {
            // The sum has the direction of the mean, and only the direction is left in the end.
            for (var from = dimension; from < vectors.Length; from += dimension)
                TensorPrimitives.Add(pooled, vectors.Slice(from, dimension), pooled);
        }

        return UnitVector.Of(pooled, dimension);
    }
}
