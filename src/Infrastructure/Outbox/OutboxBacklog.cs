using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Outbox;

/// <summary>What waits in the outbox for the graph.</summary>
internal sealed class OutboxBacklog(IOutbox outbox) : IBacklog
{
    /// <inheritdoc/>
    public string Store => "graph";

    /// <inheritdoc/>
    public async Task<BacklogReading> ReadAsync(CancellationToken ct)
    {
        var stats = await outbox.GetStatsAsync(ct).ConfigureAwait(false);
        return new BacklogReading(stats.Depth, stats.OldestAt, stats.Parked);
    }
}
