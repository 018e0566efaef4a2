using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Outbox;

/// <summary>
/// What the record has committed and the graph has not seen yet. A row names a fix or an agent; its state is read when it is claimed, so a
/// row that is delivered twice, late or out of order does no harm. Claims are leases: those of a process that died run out.
/// </summary>
/// <remarks>All members throw <see cref="StoreUnavailableException"/> when the record could not be reached or refused the request.</remarks>
internal interface IOutbox
{
    /// <summary>Claims rows that are due and that nobody holds, with the current state of what they name.</summary>
    /// <param name="limit">At most this many, 1–1,000.</param>
    /// <param name="lease">How long nobody else gets them.</param>
    /// <param name="ct">Cancels waiting; they may still be claimed until the lease runs out.</param>
    /// <returns>Empty when none is due; a row whose state cannot be read because it is damaged is put aside and not among them.</returns>
    Task<IReadOnlyList<OutboxItem>> ClaimAsync(int limit, TimeSpan lease, CancellationToken ct);

    /// <summary>Gives back, to be claimed at once, all that this claimant still holds: after a failure that left open what became of it.</summary>
    /// <returns>How many.</returns>
    Task<int> ReleaseAsync(CancellationToken ct);

    /// <summary>Forgets rows that were delivered; those whose lease has passed to another stay.</summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> CompleteAsync(IReadOnlyList<OutboxItem> delivered, CancellationToken ct);

    /// <summary>Gives rows back, to be claimed again after a while; those whose lease has passed to another stay as they are.</summary>
    Task DeferAsync(IReadOnlyList<OutboxItem> items, TimeSpan pause, string reason, CancellationToken ct);

    /// <summary>Puts a row aside that was refused for good.</summary>
    /// <returns>False when its lease has passed to another.</returns>
    Task<bool> ParkAsync(OutboxItem item, string reason, CancellationToken ct);

    /// <summary>Waits until there may be something to claim, at most so long. For one caller at a time.</summary>
    Task WaitAsync(TimeSpan most, CancellationToken ct);

    /// <summary>Rows that were put aside after one of them, the oldest first.</summary>
    /// <param name="after">Number of that one; 0 for the beginning.</param>
    /// <param name="limit">At most this many, 1–201.</param>
    /// <param name="ct">Cancels the read.</param>
    Task<IReadOnlyList<ParkedItem>> ListParkedAsync(long after, int limit, CancellationToken ct);

    /// <summary>Lets a row that was put aside be claimed once more, at once.</summary>
    /// <returns>False when there is none of this number.</returns>
    Task<bool> RetryAsync(long seq, CancellationToken ct);

    /// <summary>Forgets a row that was put aside.</summary>
    /// <returns>False when there is none of this number.</returns>
    Task<bool> DiscardAsync(long seq, CancellationToken ct);

    /// <summary>How much waits.</summary>
    Task<OutboxStats> GetStatsAsync(CancellationToken ct);
}

/// <summary>A claimed row of the outbox.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Attempts">How often it was tried, this time included, 1 or more.</param>
/// <param name="Change">The current state of what it names; null when nothing is left to deliver: it is gone, and another row tells so.</param>
internal sealed record OutboxItem(long Seq, int Attempts, GraphChange? Change);

/// <summary>A row that was put aside.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Kind">What it names: <c>fix</c>, <c>erasure</c> or <c>agent</c>.</param>
/// <param name="Subject">The fix's id or the agent's name.</param>
/// <param name="Attempts">How often it was tried, 1 or more.</param>
/// <param name="CreatedAt">When the change was noted, epoch milliseconds.</param>
/// <param name="ParkedAt">When it was put aside, epoch milliseconds.</param>
/// <param name="Reason">Why.</param>
internal sealed record ParkedItem(long Seq, string Kind, string Subject, int Attempts, long CreatedAt, long ParkedAt, string Reason);

/// <summary>What waits to be delivered.</summary>
/// <param name="Depth">Rows, claimed ones included.</param>
/// <param name="OldestAt">When the oldest was noted, epoch milliseconds; null when there is none.</param>
/// <param name="Parked">Rows that were put aside.</param>
internal sealed record OutboxStats(long Depth, long? OldestAt, long Parked);
