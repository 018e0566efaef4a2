namespace ObsControlPlane.Application.Ports;

/// <summary>Writes that were acknowledged and have not reached one store yet; none is registered for a store that is never behind.</summary>
public interface IBacklog
{
    /// <summary>The store they wait for: <c>memory</c> (in the journal of this process) or <c>graph</c> (in the outbox, of all processes).</summary>
    string Store { get; }

    /// <summary>How many there are.</summary>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>The sizes now.</returns>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    Task<BacklogReading> ReadAsync(CancellationToken ct);
}

/// <summary>Sizes of a backlog.</summary>
/// <param name="Waiting">Writes that wait, 0 or more.</param>
/// <param name="OldestAt">When the oldest of them was acknowledged, epoch milliseconds; null when none waits.</param>
/// <param name="Parked">Writes that the store refused for good (<see cref="IDeadLetters"/>), 0 or more.</param>
public sealed record BacklogReading(long Waiting, long? OldestAt, long Parked);
