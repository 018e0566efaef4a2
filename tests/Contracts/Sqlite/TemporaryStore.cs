using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>A store in a folder of its own that goes away with it.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    public TemporaryStore(SqliteOptions? options = null)
    {
        Folder = Directory.CreateTempSubdirectory("ocp-store-").FullName;
        Store = SqliteStore.Open(Folder, Time, options);
    }

    public string Folder { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public SqliteStore Store { get; private set; }

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = SqliteStore.Open(Folder, Time, Store.Options);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
