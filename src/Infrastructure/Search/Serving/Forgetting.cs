namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>
/// Makes an index forget what was erased. It is out of every view at once; its copies in memory go when nothing else is to be done, and at the
/// latest <see cref="Longest"/> after the erasure, however steadily others write.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="time">The clock that the promise is kept by.</param>
internal sealed class Forgetting(ServingIndex index, TimeProvider time)
{
    /// <summary>How long nothing must have happened for it to be done early.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>Longest time between an erasure and the forgetting; that takes time in proportion to the index, so it is not done for each erasure.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private long? _since;

    /// <summary>Takes the time of what was erased just now.</summary>
    public void Note()
    {
        if (index.HasErased)
            _since ??= time.GetTimestamp();
    }

    /// <summary>Waits for changes and forgets meanwhile what is due.</summary>
    /// <param name="coming">Ends when there are changes.</param>
    /// <param name="ct">Gives up.</param>
    public async Task WhileAsync(Task coming, CancellationToken ct)
    {
        if (_since is not { } since)
            return;
        var left = Longest - time.GetElapsedTime(since);
        if (left > TimeSpan.Zero && await ComesAsync(coming, left < Quiet ? left : Quiet, ct).ConfigureAwait(false))
            return;
        ct.ThrowIfCancellationRequested();
        index.Forget();
        _since = null;
    }

    private async Task<bool> ComesAsync(Task coming, TimeSpan within, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var first = await Task.WhenAny(coming, Task.Delay(within, time, end.Token)).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        return first == coming;
    }
}
