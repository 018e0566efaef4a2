using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Feed;

/// <summary>
/// Tells other processes (NOTIFY) that something was committed. Never in the write's own transaction: PostgreSQL lets transactions that
/// notify commit one after the other, each waiting for the flush of the one before. Many commits are told at once, after them; a process
/// that ends between its commit and its signal is noticed by whoever looks for changes without one.
/// </summary>
internal sealed class ChangeSignal : IAsyncDisposable
{
    /// <summary>Name of the channel.</summary>
    public const string Channel = "record_changes";

    // Whoever must know at once looks without a signal.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _told = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _end = new();
    private readonly NpgsqlDataSource _source;
    private readonly ILogger _log;
    private readonly Task _telling;

    public ChangeSignal(PostgresStore store, ILogger log)
    {
        (_source, _log) = (store.Source, log);
        _telling = Task.Run(TellAllAsync);
    }

    /// <summary>Something was committed. Does not wait.</summary>
    public void Tell() => _told.Writer.TryWrite(true);

    private async Task TellAllAsync()
    {
        try
        {
            while (await _told.Reader.WaitToReadAsync(_end.Token).ConfigureAwait(false))
            {
                _told.Reader.TryRead(out _);
                await TellOnceAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed.
        }
    }

    private async Task TellOnceAsync()
    {
        try
        {
            await using (var connection = await _source.OpenConnectionAsync(_end.Token).ConfigureAwait(false))
                await new PostgresSession(connection, _end.Token).RunNowAsync($"NOTIFY {Channel}").ConfigureAwait(false);
            await Task.Delay(Gathering, _end.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            _log.LogDebug(exception, "Other processes could not be told of a change; they look for themselves.");
            await Task.Delay(AfterFailure, _end.Token).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _telling.ConfigureAwait(false);
        _end.Dispose();
    }
}
