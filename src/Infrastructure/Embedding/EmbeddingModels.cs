using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Telemetry;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>The models this host can embed with: the one it is set up for, and by its stamp one that it was set up for before.</summary>
/// <param name="current">Opens the model the host is set up for.</param>
/// <param name="queryCache">Vectors of questions that are kept for each model.</param>
/// <param name="meter">Counts the texts embedded.</param>
/// <param name="log">The embedders' log.</param>
internal sealed class EmbeddingModels(Func<OpenModel> current, int queryCache, ControlPlaneMeter meter, ILogger<Embedder> log) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ModelStamp, Embedder?> _earlier = [];

    /// <summary>The embedder the host is set up for; its model is opened when it is first wanted.</summary>
    public Embedder Current { get; } = new(current, queryCache, meter, log);

    /// <summary>The embedder that made vectors of a stamp: the current one, or one of the carried models. Reads a model's whole file the first time.</summary>
    /// <param name="stamp">The stamp.</param>
    /// <returns>The embedder; null when none of the models here makes such vectors.</returns>
    /// <exception cref="StoreUnavailableException">The current model cannot be opened.</exception>
    public IEmbedder? ForStamp(ModelStamp stamp)
    {
        if (Current.Model.Stamp == stamp)
            return Current;
        lock (_lock)
        {
            if (!_earlier.TryGetValue(stamp, out var embedder))
            {
                var folder = ModelFolders.FindCarried().FirstOrDefault(carried => carried.Settings.Id == stamp.Id && carried.ReadRevision() == stamp.Revision);
                embedder = _earlier[stamp] = folder is null ? null : new Embedder(() => Open(folder), queryCache, meter, log);
            }

            return embedder;
        }
    }

    /// <summary>Opens the model of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The model, loaded and tried on one text.</returns>
    /// <exception cref="InvalidDataException">It is no text encoder, or not the one its settings describe.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">The runtime cannot load it.</exception>
    public static OpenModel Open(ModelFolder folder)
    {
        var settings = folder.Settings;
        var revision = folder.ReadRevision();
        var generator = OnnxEmbeddingGenerator.Load(folder);
        return new OpenModel(
            generator, new EmbeddingModel(new ModelStamp(settings.Id, revision, generator.Dimension), settings.Weight, settings.Threshold), settings.QueryPrefix);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Current.Dispose();
        foreach (var embedder in _earlier.Values)
            embedder?.Dispose();
    }
}
