namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>
/// Where a write goes: to the record while that takes writes and nothing waits in the journal, else into the journal. So writes reach the
/// record in the order in which they were acknowledged.
/// </summary>
internal sealed class JournalGate
{
    private readonly Lock _lock = new();
    private bool _isOpen;
    private int _appending;
    private TaskCompletionSource? _finishing;
    private TaskCompletionSource? _quiet;

    /// <summary>True while writes go to the record.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _isOpen;
        }
    }

    /// <summary>Says where a write goes; waits while the last entries are given to the record.</summary>
    /// <returns>True for the record. False for the journal: <see cref="Leave"/> must be called when the write is there.</returns>
    public async Task<bool> EnterAsync(CancellationToken ct)
    {
        while (true)
        {
            Task waiting;
            lock (_lock)
            {
                if (_isOpen)
                    return true;
                if (_finishing is null)
                {
                    _appending++;
                    return false;
                }

                waiting = _finishing.Task;
            }

            await waiting.WaitAsync(ct).ConfigureAwait(false);
        }
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
            _appending++;
        }
    }

    /// <summary>Gives the last entries to the record while new writes wait, and lets them go to the record when that succeeded.</summary>
    /// <param name="drainAsync">Gives them; false when it could not.</param>
    /// <param name="ct">Gives up.</param>
    public async Task FinishAsync(Func<Task<bool>> drainAsync, CancellationToken ct)
    {
        var finishing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task quiet;
        lock (_lock)
        {
            _finishing = finishing;
            _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_appending == 0)
                _quiet.SetResult();
            quiet = _quiet.Task;
        }

        var isDone = false;
        try
        {
            await quiet.WaitAsync(ct).ConfigureAwait(false);
            isDone = await drainAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _isOpen = isDone;
                (_finishing, _quiet) = (null, null);
            }

            finishing.SetResult();
        }
    }
}
