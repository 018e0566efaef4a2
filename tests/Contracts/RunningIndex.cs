using ObsControlPlane.Contracts.Sqlite;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Contracts;

/// <summary>The one index in memory that follows a shared store; the next emptying of the store ends it.</summary>
internal sealed class RunningIndex
{
    private IndexFeeder? _feeder;

    /// <summary>Starts it and waits until it has read the store.</summary>
    internal async Task StartAsync(IndexFeeder feeder)
    {
        _feeder = feeder;
        await feeder.StartLoadedAsync();
    }

    internal async Task StopAsync()
    {
        if (_feeder is null)
            return;
        await _feeder.StopAsync(CancellationToken.None);
        _feeder.Dispose();
        _feeder = null;
    }
}
