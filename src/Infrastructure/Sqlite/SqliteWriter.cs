using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>
/// The only place that writes. Writes wait in a bounded queue; one thread takes what has gathered, applies it in one transaction,
/// commits with flush, and only then acknowledges each caller (docs/decisions 0004).
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly RecordFeed _feed;
    private readonly PathHealth _health;
    private readonly ILogger _log;
    private readonly Channel<WriteItem> _queue;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriteSession? _session;
    private long _asked;

    public SqliteWriter(SqliteFile file, RecordFeed feed, PathHealth health, ILogger log)
    {
        (_file, _feed, _health, _log) = (file, feed, health, log);
        _queue = Channel.CreateBounded<WriteItem>(new BoundedChannelOptions(file.Options.QueueLength) { SingleReader = true });
        new Thread(Loop) { IsBackground = true, Name = "sqlite writer" }.Start();
    }

    /// <summary>Writes that wait.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Time since a write was asked for; a whole day when none was.</summary>
    public TimeSpan Quiet => Interlocked.Read(ref _asked) is > 0 and var asked ? Stopwatch.GetElapsedTime(asked) : TimeSpan.FromDays(1);

    /// <summary>Runs work in the next group's transaction; completes after its commit with flush.</summary>
    /// <param name="operation">The port's operation, for the error.</param>
    /// <param name="work">The write; an exception undoes this write alone.</param>
    /// <param name="ct">Cancels waiting; a write that has begun goes on.</param>
    /// <exception cref="StoreUnavailableException">The queue is full, or the file failed; nothing was acknowledged.</exception>
    public Task<T> WriteAsync<T>(string operation, Func<WriteSession, T> work, CancellationToken ct) =>
        Enqueue(new WriteItem<T>(operation, work, ct), ct);

    /// <summary>Runs work between two groups, outside a transaction.</summary>
    public Task<T> RunAloneAsync<T>(string operation, Func<WriteSession, T> work, CancellationToken ct) =>
        Enqueue(new WriteItem<T>(operation, work, ct) { IsAlone = true }, ct);

    /// <summary>Takes no more writes, finishes those that wait, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    private Task<T> Enqueue<T>(WriteItem<T> item, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return Task.FromCanceled<T>(ct);
        Interlocked.Exchange(ref _asked, Stopwatch.GetTimestamp());
        if (!_queue.Writer.TryWrite(item))
            return Task.FromException<T>(WriteItem<T>.Overload(item.Operation));
        return item.Task.WaitAsync(ct);
    }

    private void Loop()
    {
        var group = new List<WriteItem>(_file.Options.GroupSize);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < _file.Options.GroupSize && _queue.Reader.TryRead(out var item))
                group.Add(item);
            Apply(group);
        }

        _session?.Dispose();
        _ended.TrySetResult();
    }

    private void Apply(List<WriteItem> group)
    {
        for (var start = 0; start < group.Count;)
        {
            var end = start;
            while (end < group.Count && !group[end].IsAlone)
                end++;
            if (end > start)
                Try(group[start..end], Commit);
            if (end < group.Count)
                Try([group[end]], RunAlone);
            start = end + 1;
        }
    }

    private void Try(List<WriteItem> items, Func<WriteSession, List<WriteItem>, List<WriteItem>> apply)
    {
        items.RemoveAll(item =>
        {
            if (!item.MayStart)
                item.Refuse(new OperationCanceledException());
            return !item.MayStart;
        });
        if (items.Count == 0)
            return;
        try
        {
            _file.ThrowIfDamaged(items[0].Operation);
            _session ??= new WriteSession(_file.OpenForWriting(), _file.Options.MakesVectors);
            var done = apply(_session, items);
            _feed.Publish(_session.TakeChanges());
            _health.Succeeded();
            done.ForEach(item => item.Acknowledge());
        }
        catch (Exception exception)
        {
            // Whatever it was, the state of the transaction is not known: nothing of the group is acknowledged.
            StartAnew();
            _health.Failed(exception is StoreUnavailableException { InnerException: { } cause } ? cause : exception);
            _log.LogError(exception, "Writing to the data file failed; {Count} writes were refused.", items.Count);
            foreach (var item in items)
                item.Refuse(AsUnavailable(exception, item.Operation));
        }
    }

    // A savepoint for each item would undo one alone, too, but makes the full-text index write out its pending terms every time. So a
    // write that fails after it has changed something undoes the group, and the others run again; that is rare.
    private List<WriteItem> Commit(WriteSession session, List<WriteItem> items)
    {
        var left = items.ToList();
        while (true)
        {
            session.Begin();
            if (RunAll(session, left))
            {
                session.Commit();
                return left;
            }

            session.Rollback();
        }
    }

    /// <summary>Runs the writes; those that fail are refused and taken off the list.</summary>
    /// <returns>False when one failed after it had changed something, so that the transaction must be undone.</returns>
    private bool RunAll(WriteSession session, List<WriteItem> items)
    {
        foreach (var item in items.ToList())
        {
            var before = session.Changes;
            try
            {
                item.Run(session);
                session.KeepItem();
            }
            catch (Exception exception) when (exception is not SqliteException sqlite || !SqliteFailure.ConcernsStore(sqlite))
            {
                session.DropItem();
                items.Remove(item);
                item.Refuse(Unwrap(exception, item.Operation));
                if (session.Changes != before || exception is SqliteException)
                    return false;
            }
        }

        return true;
    }

    private List<WriteItem> RunAlone(WriteSession session, List<WriteItem> items)
    {
        items[0].Run(session);
        return items;
    }

    private Exception Unwrap(Exception exception, string operation)
    {
        if (exception is not (SqliteException or DamagedRowException))
            return exception;
        _log.LogError(exception, "The write {Operation} was refused by the data file.", operation);
        return AsUnavailable(exception, operation);
    }

    private static StoreUnavailableException AsUnavailable(Exception exception, string operation) => exception switch
    {
        SqliteException sqlite => sqlite.AsUnavailable(operation),
        StoreUnavailableException known => new StoreUnavailableException(SqliteFailure.Store, operation, known.IsTransient, known.InnerException),
        _ => new StoreUnavailableException(SqliteFailure.Store, operation, transient: exception is not DamagedRowException, exception),
    };

    // The new connection opens before the failed one closes: the first of a file to open would take the failed frames for committed ones.
    private void StartAnew()
    {
        var failed = _session;
        _session = null;
        try
        {
            var fresh = new WriteSession(_file.OpenForWriting(), _file.Options.MakesVectors);
            _session = fresh;
            failed?.Dispose();
            var cut = LogTail.Cut(_file, fresh);
            if (cut > 0)
                _log.LogWarning("{Bytes} bytes that were written and never acknowledged were cut off the log.", cut);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            _log.LogWarning(exception, "The data file could not be opened anew yet; the next write tries again.");
            failed?.Dispose();
            _session?.Dispose();
            _session = null;
        }
    }
}
