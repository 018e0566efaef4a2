namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>Whether an index is known to hold all that was acknowledged, and since when it is not.</summary>
/// <param name="time">The clock.</param>
internal sealed class Currency(TimeProvider time)
{
    private long _asOf = time.GetTimestamp();
    private volatile bool _isBehind;

    /// <summary>True from a look that failed or did not come back until one that succeeds.</summary>
    public bool IsBehind => _isBehind;

    /// <summary>Age of what the index holds, in milliseconds, 1 or more: since the newest look that succeeded began.</summary>
    public long AgeMilliseconds => Math.Max(1, (long)time.GetElapsedTime(Interlocked.Read(ref _asOf)).TotalMilliseconds);

    /// <summary>A look for changes succeeded.</summary>
    /// <param name="begun">When it began.</param>
    public void Looked(long begun)
    {
        Interlocked.Exchange(ref _asOf, begun);
        _isBehind = false;
    }

    /// <summary>A look failed, or did not come back.</summary>
    public void Missed() => _isBehind = true;
}
