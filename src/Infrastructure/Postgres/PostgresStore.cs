using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>The connections to one database, and how all adapters over it read and write.</summary>
internal sealed class PostgresStore : IAsyncDisposable
{
    // Conflicts of one moment are over in the next; a write that loses so often meets something else.
    private const int MostTries = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);

    // Longer than any group takes on a server that works; what is not answered by then is taken elsewhere.
    private static readonly TimeSpan GroupPatience = TimeSpan.FromSeconds(5);

    private readonly WriteQueue _queue;
    private readonly ILogger _log;
    private int _writing;
    private volatile string? _held;

    public PostgresStore(PostgresOptions options, TimeProvider time, ILogger? log = null)
    {
        (Options, Time, _log) = (options, time, log ?? NullLogger.Instance);
        Writing = new PathHealth(time, "The database server", PostgresFailure.Describe, "No write can be acknowledged by it.");
        Reading = new PathHealth(time, "The database server", PostgresFailure.Describe, "Nothing can be read from it.");
        Source = new NpgsqlDataSourceBuilder(PostgresServer.ConnectionString(options)).Build();
        Signal = new ChangeSignal(this, _log);
        _queue = new WriteQueue(this, _log);
    }

    public PostgresOptions Options { get; }

    public TimeProvider Time { get; }

    public NpgsqlDataSource Source { get; }

    public PathHealth Writing { get; }

    public PathHealth Reading { get; }

    /// <summary>Tells other processes that something was committed.</summary>
    public ChangeSignal Signal { get; }

    /// <summary>Our clock, epoch milliseconds.</summary>
    public long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Writes that are under way.</summary>
    public int Writers => Volatile.Read(ref _writing);

    /// <summary>When the last write ended, by <see cref="TimeProvider.GetTimestamp"/> of the machine's clock.</summary>
    public long LastWrite { get; private set; }

    /// <summary>True while nothing may be asked of it.</summary>
    public bool IsHeld => _held is not null;

    /// <summary>Refuses everything until <see cref="Open"/>, as if the server were away: it is not known to have our schema.</summary>
    /// <param name="why">Why, one sentence.</param>
    public void Hold(string why)
    {
        _held = why;
        Writing.Failed(why);
        Reading.Failed(why);
    }

    /// <summary>The database was made ready.</summary>
    public void Open() => _held = null;

    /// <summary>Reads, each statement as of its own moment.</summary>
    public Task<T> ReadAsync<T>(string operation, Func<PostgresSession, Task<T>> read, CancellationToken ct) =>
        TryAsync(operation, Reading, connection => read(new PostgresSession(connection, ct)), ct);

    /// <summary>Reads several things as of one moment.</summary>
    public Task<T> ReadOnceAsync<T>(string operation, Func<PostgresSession, Task<T>> read, CancellationToken ct) => ReadAsync(
        operation,
        async session =>
        {
            session.Run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            var answer = await read(session).ConfigureAwait(false);
            session.Run("COMMIT");
            await session.SendAsync().ConfigureAwait(false);
            return answer;
        },
        ct);

    /// <summary>Writes in a transaction of its own, which is durable when the task completes; made again from its beginning when another one stood in its way.</summary>
    public Task<T> WriteAsync<T>(string operation, Func<WriteSession, Task<T>> write, CancellationToken ct) =>
        TryWritingAsync(operation, connection => WriteOnceAsync(connection, write, ct), ct);

    /// <summary>Writes in a transaction that other writes of this moment share, which is durable when the task completes.</summary>
    public Task<T> WriteTogetherAsync<T>(string operation, Func<WriteSession, Task<T>> write, CancellationToken ct) => _queue.WriteAsync(operation, write, GroupPatience, ct);

    /// <summary>Makes several writes in one transaction (<see cref="WriteGroup.RunAsync"/>).</summary>
    /// <exception cref="GroupFailedException">They cannot share one.</exception>
    public Task<IReadOnlyList<Exception?>> WriteGroupAsync(IReadOnlyList<Func<WriteSession, Task>> writes, CancellationToken ct) =>
        TryWritingAsync("write", connection => WriteGroupOnceAsync(connection, writes, ct), ct);

    private async Task<T> TryWritingAsync<T>(string operation, Func<NpgsqlConnection, Task<T>> write, CancellationToken ct)
    {
        Interlocked.Increment(ref _writing);
        try
        {
            return await TryAsync(operation, Writing, write, ct).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
            LastWrite = TimeProvider.System.GetTimestamp();
        }
    }

    /// <summary>One step of a read that goes on over several calls.</summary>
    public async Task<T> GuardAsync<T>(string operation, Func<Task<T>> step, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresFailure.IsOfStore(exception))
        {
            ct.ThrowIfCancellationRequested();
            if (PostgresFailure.ConcernsServer(exception))
                Reading.Failed(exception);
            throw PostgresFailure.AsUnavailable(exception, operation);
        }
    }

    private async Task<T> WriteOnceAsync<T>(NpgsqlConnection connection, Func<WriteSession, Task<T>> write, CancellationToken ct)
    {
        var session = new WriteSession(connection, Options.MakesVectors, Now, ct);
        try
        {
            session.Begin();
            var answer = await write(session).ConfigureAwait(false);
            await session.CommitAsync().ConfigureAwait(false);
            if (session.HasChanged)
                Signal.Tell();
            return answer;
        }
        catch (Exception exception) when (session.IsCommitting && PostgresFailure.IsBroken(exception))
        {
            // It may have committed: making it again could do it twice.
            throw new UncertainCommitException(exception);
        }
        catch (Exception exception) when (exception is not UncertainCommitException)
        {
            await session.RollbackAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<IReadOnlyList<Exception?>> WriteGroupOnceAsync(NpgsqlConnection connection, IReadOnlyList<Func<WriteSession, Task>> writes, CancellationToken ct)
    {
        var group = new WriteGroup(connection, Options.MakesVectors, Now, ct);
        try
        {
            var failures = await group.RunAsync(writes).ConfigureAwait(false);
            if (group.HasChanged)
                Signal.Tell();
            return failures;
        }
        catch (Exception exception) when (group.IsCommitting && PostgresFailure.IsBroken(exception))
        {
            throw new UncertainCommitException(exception);
        }
        catch (Exception exception) when (!group.IsCommitting || !PostgresFailure.IsBroken(exception))
        {
            await group.RollbackAsync().ConfigureAwait(false);
            // What one statement or row met says nothing of the others; what the connection met does.
            if (exception is DamagedRowException or PostgresException && !PostgresFailure.IsBroken(exception))
                throw new GroupFailedException(exception);
            throw;
        }
    }

    private async Task<T> TryAsync<T>(string operation, PathHealth health, Func<NpgsqlConnection, Task<T>> act, CancellationToken ct)
    {
        if (_held is { } why)
            throw new StoreUnavailableException(PostgresFailure.Store, operation, transient: true, new InvalidOperationException(why));
        var wasBroken = false;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await Source.OpenConnectionAsync(ct).ConfigureAwait(false);
                try
                {
                    var answer = await act(connection).ConfigureAwait(false);
                    health.Succeeded();
                    return answer;
                }
                catch (Exception exception) when (!wasBroken && PostgresFailure.IsBroken(exception))
                {
                    // A connection from before the server's end: the others of the pool are dead like it.
                    wasBroken = true;
                    Source.Clear();
                }
                catch (Exception exception) when (tries < MostTries && PostgresFailure.IsConflict(exception))
                {
                    _log.LogDebug(exception, "Another transaction stood in the way of '{Operation}'; it is tried again.", operation);
                    await Task.Delay(Pause(tries), ct).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (ct.IsCancellationRequested && (PostgresFailure.IsOfStore(exception) || exception is UncertainCommitException))
            {
                throw new OperationCanceledException("The caller has gone.", exception, ct);
            }
            catch (UncertainCommitException exception)
            {
                health.Failed(exception.InnerException!);
                throw PostgresFailure.AsUnavailable(exception.InnerException!, operation);
            }
            catch (Exception exception) when (PostgresFailure.IsOfStore(exception))
            {
                _log.LogWarning(exception, "The database could not {Operation}.", operation);
                if (PostgresFailure.ConcernsServer(exception))
                    health.Failed(exception);
                throw PostgresFailure.AsUnavailable(exception, operation);
            }
        }
    }

    // Two that met once must not meet again at the same time.
    private static TimeSpan Pause(int tries) => FirstPause * (1 << Math.Min(tries, 6)) * (.5 + Random.Shared.NextDouble());

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync().ConfigureAwait(false);
        await Signal.DisposeAsync().ConfigureAwait(false);
        await Source.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class UncertainCommitException(Exception inner) : Exception("It is not known whether the transaction was committed.", inner);
}
