using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>
/// Gives the record's writes to the server in groups: what arrives while one group is under way is the next one. So many writers cost one flush and a few
/// round trips together, and a single one waits for nobody. Those that hold the same names are made in the order of their arrival.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int MostInGroup = 64;
    private const int MostWaiting = 4_096;

    // So often another transaction may hold what a write needs, until it waits for that by itself.
    private const int MostPostponed = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    private readonly Channel<QueuedWrite> _arrived = Channel.CreateBounded<QueuedWrite>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _end = new();
    private readonly PostgresStore _store;
    private readonly ILogger _log;
    private readonly Task _running;

    public WriteQueue(PostgresStore store, ILogger log)
    {
        (_store, _log) = (store, log);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Writes in a transaction that others may share, which is durable when the task completes.</summary>
    /// <param name="operation">The port's operation.</param>
    /// <param name="write">The write; begun anew when its transaction could not be committed and certainly was not.</param>
    /// <param name="patience">How long to wait for it at most while its server says nothing.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <exception cref="StoreUnavailableException">It was not made, or it is not known whether it was.</exception>
    public async Task<T> WriteAsync<T>(string operation, Func<WriteSession, Task<T>> write, TimeSpan patience, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var queued = new QueuedWrite<T>(operation, write);
        if (!_arrived.Writer.TryWrite(queued))
            throw new StoreUnavailableException(PostgresFailure.Store, operation, transient: true) { IsOverload = true };
        while (true)
        {
            await ((Task)queued.Done).WaitAsync(patience, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (queued.Done.IsCompleted)
                return await queued.Done.ConfigureAwait(false);

            // One that is made alone has the server's own deadlines.
            var isWithdrawn = queued.TryWithdraw();
            ct.ThrowIfCancellationRequested();
            if (!isWithdrawn)
                continue;
            var silence = new TimeoutException("The database server did not answer in time.");
            _store.Writing.Failed(silence);
            throw new StoreUnavailableException(PostgresFailure.Store, operation, transient: true, silence);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _arrived.Writer.TryComplete();
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        List<QueuedWrite> group = [];
        while (group.Count > 0 || await _arrived.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            // Where another process holds what all of them need, asking again at once would only keep it busy.
            if (group.Count > 0 && group.TrueForAll(write => write.Postponed > 0) && !_arrived.Reader.TryPeek(out _))
                await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
            while (group.Count < MostInGroup && _arrived.Reader.TryRead(out var next))
                group.Add(next);
            group.RemoveAll(write => write.IsWithdrawn);
            if (group.Count > 0)
                group = await TryAsync(group).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the writes of a group.</summary>
    /// <returns>Those that belong into the next one.</returns>
    private async Task<List<QueuedWrite>> TryAsync(List<QueuedWrite> group)
    {
        try
        {
            var failures = await _store.WriteGroupAsync([.. group.Select(write => (Func<WriteSession, Task>)write.RunAsync)], _end.Token).ConfigureAwait(false);
            List<QueuedWrite> postponed = [];
            foreach (var (write, failure) in group.Zip(failures))
            {
                if (failure is not PostponedException why)
                    write.Finish(failure);
                else if (why.IsElsewhere && ++write.Postponed > MostPostponed)
                    _ = MakeAloneAsync(write);
                else
                    postponed.Add(write);
            }

            return postponed;
        }
        catch (StoreUnavailableException exception)
        {
            foreach (var write in group)
                write.Finish(new StoreUnavailableException(PostgresFailure.Store, write.Operation, exception.IsTransient, exception.InnerException) { IsOverload = exception.IsOverload });
        }
        catch (Exception exception)
        {
            _log.LogDebug(exception, "{Count} writes could not share a transaction; each is made by itself.", group.Count);
            foreach (var write in group)
                _ = MakeAloneAsync(write);
        }

        return [];
    }

    private async Task MakeAloneAsync(QueuedWrite write)
    {
        if (!write.TryBeAlone())
            return;
        try
        {
            await _store.WriteAsync(write.Operation, write.RunAsync, _end.Token).ConfigureAwait(false);
            write.Finish(null);
        }
        catch (Exception exception)
        {
            // Whatever it is, it is told whoever waits for the write.
            write.Finish(exception);
        }
    }

    /// <summary>A write that waits for its group.</summary>
    private abstract class QueuedWrite(string operation)
    {
        private const int InLine = 0;
        private const int Alone = 1;
        private const int Withdrawn = 2;

        private int _state = InLine;

        public string Operation => operation;

        /// <summary>How often another transaction stood in its way.</summary>
        public int Postponed { get; set; }

        /// <summary>True when nobody waits for it any more: it need not be begun.</summary>
        public bool IsWithdrawn => Volatile.Read(ref _state) == Withdrawn;

        /// <summary>Nobody waits for it any more, unless it is made alone already.</summary>
        public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, InLine) != Alone;

        /// <summary>It is made without others, unless nobody waits for it any more.</summary>
        public bool TryBeAlone() => Interlocked.CompareExchange(ref _state, Alone, InLine) != Withdrawn;

        public abstract Task<bool> RunAsync(WriteSession session);

        public abstract void Finish(Exception? failure);
    }

    private sealed class QueuedWrite<T>(string operation, Func<WriteSession, Task<T>> write) : QueuedWrite(operation)
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _answer;

        public Task<T> Done => _done.Task;

        public override async Task<bool> RunAsync(WriteSession session)
        {
            _answer = await write(session).ConfigureAwait(false);
            return true;
        }

        public override void Finish(Exception? failure)
        {
            if (failure is null)
                _done.TrySetResult(_answer!);
            else
                _done.TrySetException(failure);
        }
    }
}
