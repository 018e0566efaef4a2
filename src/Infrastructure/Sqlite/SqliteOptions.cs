namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Settings of the embedded file, section <c>Sqlite</c>.</summary>
internal sealed record SqliteOptions
{
    /// <summary>Writes that may wait, 1 – 1,000,000; one more is refused as overload.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>Most writes of one commit, 1 – 100,000.</summary>
    public int GroupSize { get; init; } = 512;

    /// <summary>Connections that read at the same time, 1 – 64.</summary>
    public int Readers { get; init; } = 8;

    /// <summary>Milliseconds to wait for a lock of another process (a backup tool, a shell), 0 – 60,000.</summary>
    public int BusyMilliseconds { get; init; } = 2000;

    /// <summary>Pages of 4 KiB in the log before it is copied into the file, 100 – 1,000,000.</summary>
    public int CheckpointPages { get; init; } = 4000;

    /// <summary>Hours after a success within which a return of the issue counts against the fix, above 0 (<c>Regression:WindowHours</c>).</summary>
    public double RegressionWindowHours { get; init; } = 24;

    /// <summary>Hours an idempotency key is kept, above 0 (<c>Idempotency:KeepHours</c>).</summary>
    public double IdempotencyKeepHours { get; init; } = 24;

    /// <summary>Whether an embedder is configured, so that receipts tell when a vector follows (<c>Embedding:Model</c>).</summary>
    public bool MakesVectors { get; init; }

    /// <summary>Most records that are searched in memory, 0 or more; beyond it the file is searched (<c>Recall:InProcessLimit</c>).</summary>
    public long IndexLimit { get; init; } = 1_000_000;

    /// <summary>The regression window in milliseconds.</summary>
    public long RegressionWindowMilliseconds => (long)(RegressionWindowHours * 3_600_000);
}
