using Microsoft.Extensions.Logging.Abstractions;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Search.Serving;
using ObsControlPlane.Infrastructure.Sqlite;
using ObsControlPlane.Infrastructure.Sqlite.Index;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>Indexes in memory for tests.</summary>
internal static class IndexFeeding
{
    /// <summary>One over a file, not started.</summary>
    internal static IndexFeeder FeederOver(SqliteStore store) => new(SourceOf(store), store.Time, NullLogger<IndexFeeder>.Instance);

    /// <summary>The search over it.</summary>
    internal static IFixSearch SearchOver(SqliteStore store, IndexFeeder feeder) => new IndexedFixSearch(feeder, new SqliteFixSearch(store), SourceOf(store));

    /// <summary>Starts it and waits until it has read the store.</summary>
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

    private static SqliteIndexSource SourceOf(SqliteStore store) => new(store, NullLogger<SqliteIndexSource>.Instance);
}
