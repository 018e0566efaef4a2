using Microsoft.Extensions.Hosting;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>
/// Loads the model beside the start, so that the server listens at once and the first question seldom waits. A model that cannot be
/// loaded is logged and shown by <c>/health</c>; the server goes on with words.
/// </summary>
/// <param name="models">The models.</param>
/// <param name="settings">Whether to load at start at all.</param>
internal sealed class EmbedderWarmUp(EmbeddingModels models, EmbeddingSettings settings) : IHostedService
{
    private Task _loading = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.LoadAtStart)
            _loading = Task.Run(Load, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Waits for a load that is going on: what it opens must be there to be closed.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _loading.WaitAsync(cancellationToken);

    private void Load()
    {
        try
        {
            models.Current.Open();
        }
        catch (StoreUnavailableException)
        {
            // The embedder has logged it and says so in its state.
        }
    }
}
