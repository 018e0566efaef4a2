using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;

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
            return await Task.Run(() => Read(operation, work, ct), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Takes a connection whose transaction stays open over several reads, for an export; the caller disposes it.</summary>
    public SqliteSession Rent(string operation)
    {
        try
        {
            var session = new SqliteSession(file.OpenForReading());
            session.Run("BEGIN");
            return session;
        }
        catch (SqliteException exception)
        {
            throw exception.AsUnavailable(operation);
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var session))
            session.Dispose();
        _free.Dispose();
    }

    private T Read<T>(string operation, Func<SqliteSession, T> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        SqliteSession? session = null;
        try
        {
            if (!_idle.TryPop(out session))
                session = new SqliteSession(file.OpenForReading());
            var result = Run(session, work, ct);
            _idle.Push(session);
            return result;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SqliteFailure.Interrupted && ct.IsCancellationRequested)
        {
            session?.Dispose();
            throw new OperationCanceledException(ct);
        }
        catch (SqliteException exception)
        {
            session?.Dispose();
            log.LogError(exception, "Reading the data file failed in {Operation}.", operation);
            throw exception.AsUnavailable(operation);
        }
        catch (DamagedRowException exception)
        {
            session?.Dispose();
            log.LogError(exception, "The data file is damaged; {Operation} was refused.", operation);
            throw new StoreUnavailableException(SqliteFailure.Store, operation, transient: false, exception);
        }
        catch
        {
            // A rule of the domain or a cancellation in between: the open transaction must not go back to the pool.
            session?.Dispose();
            throw;
        }
    }

    private static T Run<T>(SqliteSession session, Func<SqliteSession, T> work, CancellationToken ct)
    {
        // Disposed before the session goes back, and disposal waits for a callback that runs: no other read is ever interrupted.
        using var interrupt = ct.UnsafeRegister(static handle => SQLitePCL.raw.sqlite3_interrupt((SQLitePCL.sqlite3)handle!), session.Connection.Handle);
        session.Run("BEGIN");
        var result = work(session);
        session.Run("COMMIT");
        return result;
    }
}
