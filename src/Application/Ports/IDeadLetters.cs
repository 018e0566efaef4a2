namespace ObsControlPlane.Application.Ports;

/// <summary>
/// Writes that were acknowledged and that a store then refused for good: kept until a person decides, never dropped. They hold nothing up.
/// </summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when a store fails and <see cref="OperationCanceledException"/> when cancelled.</remarks>
public interface IDeadLetters
{
    /// <summary>What was put aside.</summary>
    /// <param name="after">Id to go on after, or null for the beginning.</param>
    /// <param name="limit">At most this many, 1–201.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>The oldest first within each store; the record's before the graph's.</returns>
    Task<IReadOnlyList<DeadLetter>> ListAsync(string? after, int limit, CancellationToken ct);

    /// <summary>Lets one be tried again, behind what waits.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ct">Cancels waiting; it may still happen.</param>
    /// <returns>False when there is none with this id.</returns>
    Task<bool> RetryAsync(string id, CancellationToken ct);

    /// <summary>Forgets one; what it would have written is not written.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ct">Cancels waiting; it may still happen.</param>
    /// <returns>False when there is none with this id.</returns>
    Task<bool> DiscardAsync(string id, CancellationToken ct);
}

/// <summary>A write that was put aside.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Store">The store that refused it: <c>memory</c> or <c>graph</c>.</param>
/// <param name="Kind">What was written: <c>fix</c>, <c>memory</c>, <c>outcome</c>, <c>agent</c>, ….</param>
/// <param name="Subject">What it is about: an id or a name; null when it cannot be told.</param>
/// <param name="Reason">Why it was refused, one sentence.</param>
/// <param name="Attempts">How often it was tried, 1 or more.</param>
/// <param name="WrittenAt">When it was acknowledged, epoch milliseconds.</param>
/// <param name="RefusedAt">When it was put aside, epoch milliseconds.</param>
public sealed record DeadLetter(string Id, string Store, string Kind, string? Subject, string Reason, long Attempts, long WrittenAt, long RefusedAt);
