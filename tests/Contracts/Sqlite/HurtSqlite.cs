using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>A data file that can be made unreadable (a table it needs is not there) and unwritable (somebody else holds the lock).</summary>
internal sealed class HurtSqlite : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocp-hurt-").FullName;
    private readonly SqliteConnection _other;
    private bool _isUnreadable;
    private bool _isLocked;

    internal HurtSqlite(TimeProvider clock)
    {
        Store = SqliteStore.Open(_folder, clock, new SqliteOptions { BusyMilliseconds = 20 });
        _other = Store.File.OpenForWriting();
    }

    internal SqliteStore Store { get; }

    internal async Task TryWriteAsync()
    {
        try
        {
            await new SqliteFixMemory(Store).TakeMemoryAsync(Samples.Note(), null, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // What the probe has to show.
        }
    }

    internal void BreakReading() => Switch(ref _isUnreadable, true, "ALTER TABLE heartbeat RENAME TO heartbeat_away");

    internal void MendReading() => Switch(ref _isUnreadable, false, "ALTER TABLE heartbeat_away RENAME TO heartbeat");

    internal void BreakWriting() => Switch(ref _isLocked, true, "BEGIN IMMEDIATE");

    internal void MendWriting() => Switch(ref _isLocked, false, "COMMIT");

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Switch(ref bool state, bool wanted, string sql)
    {
        if (state == wanted)
            return;
        using var command = _other.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        state = wanted;
    }
}
