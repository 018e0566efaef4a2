namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>Lets readers wait until the changes of a number are applied.</summary>
internal sealed class CatchingUp
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private long _reached;

    /// <summary>Waits until a number is reached.</summary>
    public Task ReachedAsync(long number, CancellationToken ct)
    {
        if (Interlocked.Read(ref _reached) >= number)
            return Task.CompletedTask;
        lock (_lock)
        {
            if (_reached >= number)
                return Task.CompletedTask;
            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiting, number);
            return waiting.Task.WaitAsync(ct);
        }
    }

    /// <summary>Everything up to a number is applied.</summary>
    public void Reach(long number)
    {
        lock (_lock)
        {
            _reached = Math.Max(_reached, number);
            while (_waiting.TryPeek(out var next, out var wanted) && wanted <= _reached)
            {
                _waiting.Dequeue();
                next.SetResult();
            }
        }
    }

    /// <summary>Nothing will be applied any more: nobody has to wait.</summary>
    public void ReleaseAll()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next, out _))
                next.SetResult();
        }
    }
}
