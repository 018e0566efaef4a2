using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>A write that waits for its group.</summary>
internal abstract class WriteItem(string operation, CancellationToken ct)
{
    public string Operation { get; } = operation;

    /// <summary>True when it runs alone and outside a transaction, as a checkpoint must.</summary>
    public bool IsAlone { get; init; }

    /// <summary>False when the caller gave up before it began; it is then skipped.</summary>
    public bool MayStart => !ct.IsCancellationRequested;

    public abstract void Run(WriteSession session);

    /// <summary>Tells the caller; only after the commit.</summary>
    public abstract void Acknowledge();

    public abstract void Refuse(Exception exception);
}

/// <inheritdoc/>
internal sealed class WriteItem<T>(string operation, Func<WriteSession, T> work, CancellationToken ct) : WriteItem(operation, ct)
{
    // The writer must never run its callers' continuations: they would hold up every other write.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _completion.Task;

    public override void Run(WriteSession session) => _result = work(session);

    public override void Acknowledge() => _completion.TrySetResult(_result!);

    public override void Refuse(Exception exception)
    {
        if (exception is OperationCanceledException)
            _completion.TrySetCanceled(CancellationToken.None);
        else
            _completion.TrySetException(exception);
    }

    public static StoreUnavailableException Overload(string operation) =>
        new(SqliteFailure.Store, operation, transient: true) { IsOverload = true, RetryAfterSeconds = 1 };
}
