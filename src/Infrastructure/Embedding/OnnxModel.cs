using Microsoft.ML.OnnxRuntime;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>A loaded ONNX model that gives a vector per token. Runs may go on at the same time; each takes one thread.</summary>
internal sealed class OnnxModel : IDisposable
{
    private const string Ids = "input_ids", Mask = "attention_mask", Segments = "token_type_ids";
    private static readonly string[] Known = [Ids, Mask, Segments];

    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly long[] _ones;
    private readonly long[] _zeros;

    /// <summary>Loads a model.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="maxTokens">Most tokens of one run.</param>
    /// <exception cref="OnnxRuntimeException">It is no model this runtime can load.</exception>
    /// <exception cref="InvalidDataException">Its inputs or outputs are not those of a text encoder.</exception>
    public OnnxModel(string file, int maxTokens)
    {
        using var options = new SessionOptions
        {
            // Many short runs at once are the rule here: a thread each, and none that waits by spinning.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            // Texts differ in length: a plan of memory per length would be kept for each, and never pay.
            EnableMemoryPattern = false,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(file, options);
        _inputs = [.. _session.InputMetadata.Keys];
        _outputs = [.. OutputsOf(_session).Take(1)];
        if (Unfit() is { } reason)
        {
            _session.Dispose();
            throw new InvalidDataException(reason);
        }

        _ones = [.. Enumerable.Repeat(1L, maxTokens)];
        _zeros = new long[maxTokens];
    }

    /// <summary>Runs the model over one text.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="ids">Its tokens.</param>
    /// <param name="read">Reads the answer: the tokens' vectors one after another, and the dimension of each.</param>
    /// <returns>What <paramref name="read"/> made.</returns>
    /// <exception cref="OnnxRuntimeException">The model failed.</exception>
    public T Run<T>(Memory<long> ids, Func<ReadOnlySpan<float>, int, T> read)
    {
        long[] shape = [1, ids.Length];
        var values = new OrtValue[_inputs.Length];
        try
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, InputOf(_inputs[i], ids), shape);
            using var run = new RunOptions();
            using var answers = _session.Run(run, _inputs, values, _outputs);
            var vectors = answers[0].GetTensorDataAsSpan<float>();
            return read(vectors, vectors.Length / ids.Length);
        }
        finally
        {
            foreach (var value in values)
                value?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private Memory<long> InputOf(string name, Memory<long> ids) => name switch
    {
        Ids => ids,
        Mask => _ones.AsMemory(0, ids.Length),
        _ => _zeros.AsMemory(0, ids.Length),
    };

    private string? Unfit() => this switch
    {
        _ when !_inputs.Contains(Ids) || _inputs.Except(Known).Any() =>
            $"The model's inputs are {string.Join(", ", _inputs)}; known are {string.Join(", ", Known)}.",
        { _outputs.Length: 0 } => $"The model gives {string.Join(", ", _session.OutputMetadata.Keys)}, and none of them is a vector per token.",
        _ => null,
    };

    // Some models give several layers: the last comes first.
    private static IEnumerable<string> OutputsOf(InferenceSession session) => session.OutputMetadata
        .Where(output => output.Value.Dimensions.Length == 3 && output.Value.ElementType == typeof(float))
        .Select(output => output.Key)
        .OrderByDescending(name => name == "last_hidden_state");
}
