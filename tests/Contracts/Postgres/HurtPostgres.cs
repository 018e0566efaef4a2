using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>A database whose tables can be put out of reach: what is read from it, or what is written to it.</summary>
internal sealed class HurtPostgres : IAsyncDisposable
{
    private readonly TemporaryDatabase _database;

    private HurtPostgres(TemporaryDatabase database, PostgresStore store) => (_database, Store) = (database, store);

    internal PostgresStore Store { get; }

    internal static async Task<HurtPostgres> OpenAsync(TimeProvider time)
    {
        var database = await TemporaryDatabase.CreateAsync();
        return new HurtPostgres(database, await database.OpenMigratedAsync(time));
    }

    internal async Task TryWriteAsync()
    {
        try
        {
            await new PostgresFixMemory(Store).KeepAsync(Samples.Note(content: $"{Samples.NewId()}"));
        }
        catch (StoreUnavailableException)
        {
            // It has to show in the probe.
        }
    }

    internal void BreakReading() => Run("ALTER TABLE heartbeat RENAME TO heartbeat_gone");

    internal void MendReading() => Run("ALTER TABLE heartbeat_gone RENAME TO heartbeat");

    internal void BreakWriting() => Run("ALTER TABLE embedding_queue RENAME TO embedding_queue_gone");

    internal void MendWriting() => Run("ALTER TABLE embedding_queue_gone RENAME TO embedding_queue");

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private void Run(string sql) => _database.RunAsync(sql).GetAwaiter().GetResult();
}
