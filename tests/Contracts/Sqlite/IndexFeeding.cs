using ObsControlPlane.Infrastructure.Sqlite.Index;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>Starts indexes for tests.</summary>
internal static class IndexFeeding
{
    /// <summary>Starts it and waits until it has read the file.</summary>
    internal static async Task StartLoadedAsync(this IndexFeeder feeder)
    {
        await feeder.StartAsync(CancellationToken.None);
        while (feeder.IsLoading)
        {
            if (feeder.ExecuteTask!.IsCompleted)
                await feeder.ExecuteTask;
            await Task.Delay(1);
        }
    }
}
