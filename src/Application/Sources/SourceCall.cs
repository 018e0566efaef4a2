using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Sources;

/// <summary>Asks one source within a deadline of its own, so that a source that is down or slow costs an answer no more than itself.</summary>
internal static class SourceCall
{
    /// <summary>Asks.</summary>
    /// <param name="ask">The question; its token is cancelled at the deadline.</param>
    /// <param name="deadline">Time it has; none when it is not above 0.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="ct">The caller's own cancellation, which is passed on and thrown.</param>
    /// <typeparam name="T">What the source answers.</typeparam>
    /// <returns>The answer, or how it failed. Anything but a failed store or the deadline is thrown.</returns>
    public static async Task<SourceAnswer<T>> RunAsync<T>(Func<CancellationToken, Task<T>> ask, TimeSpan deadline, TimeProvider clock, CancellationToken ct)
        where T : class
    {
        var started = clock.GetTimestamp();
        using var timer = new CancellationTokenSource(deadline > TimeSpan.Zero ? deadline : TimeSpan.Zero, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, timer.Token);
        var token = linked.Token;

        // On a thread of its own, because a driver may block the caller's; left behind at the deadline, because it may not listen.
        var asking = Task.Run(() => ask(token), token);
        var bounded = asking.WaitAsync(token);
        await Task.WhenAny(bounded);
        ct.ThrowIfCancellationRequested();
        var took = clock.GetElapsedTime(started);
        if (bounded.Exception?.InnerException is StoreUnavailableException failure)
            return new SourceAnswer<T>(null, "down", took, failure);
        return bounded.IsCanceled ? new SourceAnswer<T>(null, "timeout", took, null) : new SourceAnswer<T>(await bounded, "ok", took, null);
    }
}

/// <summary>What came of asking a source.</summary>
/// <param name="Value">Its answer; null when it failed.</param>
/// <param name="Status"><c>ok</c>, <c>down</c> or <c>timeout</c>.</param>
/// <param name="Took">Time it took.</param>
/// <param name="Failure">How it failed, or null.</param>
/// <typeparam name="T">What the source answers.</typeparam>
internal sealed record SourceAnswer<T>(T? Value, string Status, TimeSpan Took, StoreUnavailableException? Failure)
    where T : class;
