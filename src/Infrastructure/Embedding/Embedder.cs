using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Telemetry;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>
/// Embeds with one model, whoever makes its vectors: adds the question's prefix, keeps the newest questions' vectors, and lets through
/// nothing but unit vectors of the model's dimension. The model is opened once, when it is first wanted; one that cannot be opened stays so.
/// </summary>
internal sealed class Embedder : IEmbedder, IDisposable
{
    private readonly Lazy<OpenModel> _model;
    private readonly Func<ModelStamp, IEmbedder?> _forStamp;
    private readonly ControlPlaneMeter _meter;
    private readonly ILogger<Embedder> _log;
    private readonly QueryVectors _queries;
    private volatile bool _failed;

    /// <summary>Prepares an embedder; nothing is opened yet.</summary>
    /// <param name="open">Opens the model.</param>
    /// <param name="queryCache">Vectors of questions that are kept.</param>
    /// <param name="meter">Counts the texts the model is given.</param>
    /// <param name="log">Is told when the model begins to fail and when it works again.</param>
    /// <param name="forStamp">Finds an embedder of other vectors; null for this one alone.</param>
    public Embedder(Func<OpenModel> open, int queryCache, ControlPlaneMeter meter, ILogger<Embedder> log, Func<ModelStamp, IEmbedder?>? forStamp = null)
    {
        _forStamp = forStamp ?? (stamp => Model.Stamp == stamp ? this : null);
        _model = new Lazy<OpenModel>(open);
        (_meter, _log) = (meter, log);
        _queries = new QueryVectors(queryCache, (text, ct) => EmbedAsync(text, isQuery: true, ct));
    }

    /// <inheritdoc/>
    public EmbeddingModel Model => Open().Description;

    /// <inheritdoc/>
    public EmbedderState State => _failed ? EmbedderState.Failed : _model.IsValueCreated ? EmbedderState.Ready : EmbedderState.Loading;

    /// <inheritdoc/>
    public IEmbedder? ForStamp(ModelStamp stamp) => _forStamp(stamp);

    /// <inheritdoc/>
    public Task<float[]> EmbedQueryAsync(string text, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _queries.GetAsync(text, ct);
    }

    /// <inheritdoc/>
    public Task<float[]> EmbedDocumentAsync(string text, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EmbedAsync(text, isQuery: false, ct);
    }

    /// <summary>Opens the model if it is not open.</summary>
    /// <returns>The model.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be opened.</exception>
    public OpenModel Open()
    {
        try
        {
            return _model.Value;
        }
        catch (Exception exception) when (exception is not StoreUnavailableException)
        {
            throw Failed("load its model", exception, isTransient: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_model.IsValueCreated && _model.Value is { IsOwned: true } open)
            open.Generator.Dispose();
    }

    private async Task<float[]> EmbedAsync(string text, bool isQuery, CancellationToken ct)
    {
        var model = _model.IsValueCreated ? _model.Value : await Task.Run(Open, ct).WaitAsync(ct).ConfigureAwait(false);
        _meter.CountEmbedding(isQuery);
        try
        {
            var made = await model.Generator.GenerateAsync([isQuery ? model.QueryPrefix + text : text], null, ct).ConfigureAwait(false);
            if (made.Count != 1)
                throw new InvalidDataException($"The model gave {made.Count} vectors for one text.");
            var vector = UnitVector.Of(made[0].Vector.Span, model.Description.Dimension);
            if (_failed)
                _log.LogInformation("The embedding model {Model} works again.", model.Description.Stamp.Id);
            _failed = false;
            return vector;
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && ct.IsCancellationRequested))
        {
            throw Failed("embed a text", exception, IsTransient(exception));
        }
    }

    private StoreUnavailableException Failed(string operation, Exception cause, bool isTransient)
    {
        // Once until it works again: a failing model would fill the log.
        if (!_failed)
            _log.LogError(cause, "The embedder could not {Operation}; until it can, recall finds by words alone.", operation);
        _failed = true;
        return new StoreUnavailableException("embedder", operation, isTransient, cause);
    }

    // What came back and was wrong comes back so again; what did not come back may come the next time. A refusal of the key, the address or
    // the method is the endpoint's state, and no verdict on the text.
    private static bool IsTransient(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => (int)status is 401 or 403 or 404 or 405 or 408 or 429 or >= 500,
        HttpRequestException or OperationCanceledException or TimeoutException or IOException => true,
        _ => false,
    };
}
