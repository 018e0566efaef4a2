namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>Lets readers wait until the changes of a number are applied.</summary>
internal sealed class CatchingUp
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(long Number, long Turn), TaskCompletionSource> _waiting = [];
    private long _reached;
    private long _turn;

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Waits until a number is reached.</summary>
    public Task ReachedAsync(long number, CancellationToken ct)
    {
        if (Interlocked.Read(ref _reached) >= number)
            return Task.CompletedTask;
        lock (_lock)
        {
            if (_reached >= number)
                return Task.CompletedTask;
            var (place, waiting) = ((number, _turn++), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiting.Add(place, waiting);
            return WaitAsync(place, waiting.Task, ct);
        }
    }

    /// <summary>Everything up to a number is applied.</summary>
    public void Reach(long number)
    {
        lock (_lock)
        {
            _reached = Math.Max(_reached, number);
            Release(_reached);
        }
    }

    /// <summary>Nothing will be applied any more: nobody has to wait.</summary>
    public void ReleaseAll()
    {
        lock (_lock)
            Release(long.MaxValue);
    }

    // Whoever gives up leaves: an index that stands still would gather them all.
    private async Task WaitAsync((long Number, long Turn) place, Task reached, CancellationToken ct)
    {
        try
        {
            await reached.WaitAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
                _waiting.Remove(place);
            throw;
        }
    }

    private void Release(long reached)
    {
        while (_waiting.Count > 0 && _waiting.First() is var (place, waiting) && place.Number <= reached)
        {
            _waiting.Remove(place);
            waiting.SetResult();
        }
    }
}
