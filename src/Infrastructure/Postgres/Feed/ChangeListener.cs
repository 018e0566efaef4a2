using Microsoft.Extensions.Logging;
using Npgsql;

namespace ObsControlPlane.Infrastructure.Postgres.Feed;

/// <summary>Waits for changes that any process has committed (LISTEN), on a connection of its own. For one caller at a time.</summary>
internal sealed class ChangeListener(PostgresStore store, ILogger<ChangeListener> log) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>Waits until a change may be there: one was told, or the time is over, or listening has begun only now.</summary>
    /// <param name="longest">How long to wait at most; a signal can be lost with its sender.</param>
    /// <param name="ct">Ends waiting.</param>
    public async Task WaitAsync(TimeSpan longest, CancellationToken ct)
    {
        try
        {
            if (_connection is null)
            {
                await ListenAsync(ct).ConfigureAwait(false);
                return;
            }

            await _connection.WaitAsync(longest, ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            log.LogDebug(exception, "The connection that listens for changes is gone; it is made anew.");
            await DisposeAsync().ConfigureAwait(false);
            await Task.Delay(longest, store.Time, ct).ConfigureAwait(false);
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        // It is kept for as long as this listens, and what arrives on it must not reach anybody else.
        var connection = PostgresServer.OwnConnection(store.Options);
        try
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            await using var command = new NpgsqlCommand($"LISTEN {ChangeSignal.Channel}", connection);
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _connection = connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }
}
