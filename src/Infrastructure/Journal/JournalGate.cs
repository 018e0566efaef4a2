namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>
/// Where a write goes: to the record while that takes writes and nothing waits in the journal, else into the journal. So writes reach the
/// record in the order in which they were acknowledged.
/// </summary>
internal sealed class JournalGate
{
    // So long a write waits for those before it while the record takes them. Else writers that are faster than the record would never let it catch up.
    private static readonly TimeSpan Yielding = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private bool _isOpen;
    private int _appending;
    private int _closings;
    private TaskCompletionSource? _finishing;
    private TaskCompletionSource? _quiet;
    private TaskCompletionSource? _giving;

    /// <summary>True while writes go to the record.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _isOpen;
        }
    }

    /// <summary>Says where a write goes; waits while the last entries are given to the record, and a moment while earlier ones are.</summary>
    /// <returns>True for the record. False for the journal: <see cref="Leave"/> must be called when the write is there.</returns>
    public async Task<bool> EnterAsync(CancellationToken ct)
    {
        for (var hasYielded = false; ;)
        {
            Task waiting;
            lock (_lock)
            {
                if (_isOpen)
                    return true;
                if (_finishing is null && (hasYielded || _giving is null))
                {
                    _appending++;
                    return false;
                }

                waiting = _finishing?.Task ?? Task.WhenAny(_giving!.Task, Task.Delay(Yielding, ct));
                hasYielded |= _finishing is null;
            }

            await waiting.WaitAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>The record takes what the journal holds, until the answer is disposed.</summary>
    public IDisposable BeginGiving()
    {
        var giving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _giving = giving;
        return new Giving(this, giving);
    }

    /// <summary>A write that went into the journal is there, or failed.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_appending == 0)
                _quiet?.TrySetResult();
        }
    }

    /// <summary>The record cannot be written: writes go into the journal from now on, one that was sent to the record at first with them.</summary>
    public void CloseAndEnter()
    {
        lock (_lock)
        {
            _isOpen = false;
            _closings++;
            _appending++;
        }
    }

    /// <summary>
    /// Gives the last entries to the record while new writes wait, and lets them go to the record when that succeeded. A write that was sent to
    /// the record earlier and fails meanwhile goes into the journal: then the last entries are given once more.
    /// </summary>
    /// <param name="drainAsync">Gives all that the journal holds; false when it could not.</param>
    /// <param name="ct">Gives up.</param>
    public async Task FinishAsync(Func<Task<bool>> drainAsync, CancellationToken ct)
    {
        var finishing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _finishing = finishing;
        try
        {
            int closings;
            do
                closings = await QuietAsync(ct).ConfigureAwait(false);
            while (await drainAsync().ConfigureAwait(false) && !TryOpen(closings));
        }
        finally
        {
            lock (_lock)
                (_finishing, _quiet) = (null, null);
            finishing.SetResult();
        }
    }

    /// <summary>Waits until the writes that go into the journal are there.</summary>
    /// <returns>How often the gate had been closed when it began to look.</returns>
    private async Task<int> QuietAsync(CancellationToken ct)
    {
        Task quiet;
        int closings;
        lock (_lock)
        {
            closings = _closings;
            if (_appending == 0)
                return closings;
            _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            quiet = _quiet.Task;
        }

        await quiet.WaitAsync(ct).ConfigureAwait(false);
        return closings;
    }

    // Whoever closed it since has something in the journal, or on its way there, that was not given yet.
    private bool TryOpen(int closings)
    {
        lock (_lock)
            return _isOpen = _appending == 0 && _closings == closings;
    }

    private sealed class Giving(JournalGate gate, TaskCompletionSource giving) : IDisposable
    {
        public void Dispose()
        {
            lock (gate._lock)
                gate._giving = null;
            giving.TrySetResult();
        }
    }
}
