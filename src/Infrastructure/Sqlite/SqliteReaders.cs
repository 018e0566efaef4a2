using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Connections that read. Each read sees one consistent state, the last commit, and never waits for the writer.</summary>
internal sealed class SqliteReaders(SqliteFile file, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _free = new(file.Options.Readers);
    private readonly ConcurrentStack<SqliteSession> _idle = new();

    /// <summary>Runs a read in a transaction of its own, off the caller's thread; cancelling interrupts the running statement.</summary>
    /// <exception cref="StoreUnavailableException">The file failed, or a row did not match its hash.</exception>
    public async Task<T> ReadAsync<T>(string operation, Func<SqliteSession, T> work, CancellationToken ct)
    {
        await _free.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await GuardAsync(operation, () => Read(work, ct), ct).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>A connection outside the pool whose transaction stays open over several steps, for an export; the caller disposes it.</summary>
    public async Task<SqliteSession> RentAsync(string operation, CancellationToken ct)
    {
        SqliteSession? session = null;
        await GuardAsync(operation, () => (session = new SqliteSession(file.OpenForReading())).Run("BEGIN"), ct).ConfigureAwait(false);
        return session!;
    }

    /// <summary>Runs the next step over a rented connection.</summary>
    public Task<T> StepAsync<T>(string operation, SqliteSession session, Func<T> step, CancellationToken ct) => GuardAsync(
        operation,
        () =>
        {
            using var interrupt = InterruptOn(session, ct);
            return step();
        },
        ct);

    public void Dispose()
    {
        while (_idle.TryPop(out var session))
            session.Dispose();
        _free.Dispose();
    }

    private T Read<T>(Func<SqliteSession, T> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!_idle.TryPop(out var session))
            session = new SqliteSession(file.OpenForReading());
        var isClean = false;
        try
        {
            T result;
            using (InterruptOn(session, ct))
            {
                session.Run("BEGIN");
                result = work(session);
                session.Run("COMMIT");
            }

            isClean = true;
            return result;
        }
        finally
        {
            // After any failure its transaction is open still: it must not go back to the others.
            if (isClean)
                _idle.Push(session);
            else
                session.Dispose();
        }
    }

    private async Task<T> GuardAsync<T>(string operation, Func<T> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        file.ThrowIfDamaged(operation);
        try
        {
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SqliteFailure.Interrupted && ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
        catch (SqliteException exception)
        {
            log.LogError(exception, "Reading the data file failed: could not {Operation}.", operation);
            throw exception.AsUnavailable(operation);
        }
        catch (DamagedRowException exception)
        {
            log.LogError(exception, "The data file is damaged: could not {Operation}.", operation);
            throw new StoreUnavailableException(SqliteFailure.Store, operation, transient: false, exception);
        }
    }

    // To be disposed before the session goes elsewhere; disposal waits for a callback that runs, so no other read is ever interrupted.
    private static CancellationTokenRegistration InterruptOn(SqliteSession session, CancellationToken ct) =>
        ct.UnsafeRegister(static handle => SQLitePCL.raw.sqlite3_interrupt((SQLitePCL.sqlite3)handle!), session.Connection.Handle);
}
