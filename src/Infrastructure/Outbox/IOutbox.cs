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
    /// <returns>Empty when none is due.</returns>
    Task<IReadOnlyList<OutboxItem>> ClaimAsync(int limit, TimeSpan lease, CancellationToken ct);

    /// <summary>Forgets rows that were delivered.</summary>
    Task CompleteAsync(IReadOnlyList<OutboxItem> delivered, CancellationToken ct);

    /// <summary>Gives rows back, to be claimed again after a while.</summary>
    Task DeferAsync(IReadOnlyList<OutboxItem> items, TimeSpan pause, string reason, CancellationToken ct);

    /// <summary>Puts a row aside that was refused for good.</summary>
    Task ParkAsync(OutboxItem item, string reason, CancellationToken ct);

    /// <summary>Waits until there may be something to claim, at most so long.</summary>
    Task WaitAsync(TimeSpan most, CancellationToken ct);
}

/// <summary>A row of the outbox.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Attempts">How often it was claimed, this time included, 1 or more.</param>
/// <param name="Change">The current state of what it names; null when there is nothing to deliver any more.</param>
internal sealed record OutboxItem(long Seq, int Attempts, GraphChange? Change);
