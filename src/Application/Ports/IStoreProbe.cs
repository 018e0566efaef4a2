namespace ObsControlPlane.Application.Ports;

/// <summary>Whether the record can be read and written.</summary>
public interface IStoreProbe
{
    /// <summary>Reads one small thing from the record.</summary>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>What is known.</returns>
    Task<ProbeReading> ReadAsync(CancellationToken ct);

    /// <summary>The newest of the background probe (every 2 s, 2 s deadline) and of real writes; answers from memory, touches no store.</summary>
    ProbeReading Writing { get; }
}

/// <summary>State of one path to a store.</summary>
/// <param name="IsUp">True when the last try succeeded, or something stands in for the store.</param>
/// <param name="CheckedAt">When it was tried, epoch milliseconds.</param>
/// <param name="Since">Since when it is in this state, epoch milliseconds.</param>
/// <param name="Message">
/// One sentence for a person: what and what it means. Not null when it is down; null when it is well. A store that is up with a message works, or something
/// stands in for it, and needs attention. Holds no path.
/// </param>
/// <param name="IsStoodIn">True when the store itself is down and something stands in for it.</param>
public sealed record ProbeReading(bool IsUp, long CheckedAt, long Since, string? Message, bool IsStoodIn = false);
