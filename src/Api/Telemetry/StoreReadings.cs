using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Api.Telemetry;

/// <summary>What gauges show of the stores at one instant.</summary>
/// <param name="Agents">Agents by state of their lease.</param>
/// <param name="Record">Sizes of the record.</param>
/// <param name="OpenEpisodes">Episodes that are open.</param>
internal sealed record StoreReading(IReadOnlyDictionary<AgentStatus, long> Agents, RecordStats Record, long OpenEpisodes)
{
    /// <summary>Agents that are not retired.</summary>
    internal long Present => Agents.Where(count => count.Key != AgentStatus.Retired).Sum(count => count.Value);
}

/// <summary>
/// The newest reading of the stores, for gauges: taken at most once a second, and waited for at most <see cref="Patience"/>. A store that
/// hangs or fails costs a scrape its store gauges, never the scrape.
/// </summary>
internal sealed class StoreReadings(IAgentRegistry agents, IFixMemory memory, IAlertMemory alerts, TimeProvider clock, ILogger<StoreReadings> log)
{
    /// <summary>How long a scrape waits for a fresh reading.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task _refresh = Task.CompletedTask;
    private long? _startedAt;

    /// <summary>The newest reading; null before the first, and while the stores cannot be read.</summary>
    internal StoreReading? Newest { get; private set; }

    /// <summary>Waits, not long, for a reading that is not older than a second.</summary>
    /// <param name="ct">Cancels waiting.</param>
    internal async Task RefreshAsync(CancellationToken ct)
    {
        Task refresh;
        lock (_gate)
        {
            if (_refresh.IsCompleted && (_startedAt is not { } startedAt || clock.GetElapsedTime(startedAt) >= Freshness))
            {
                _startedAt = clock.GetTimestamp();
                _refresh = ReadAsync();
            }

            refresh = _refresh;
        }

        await Task.WhenAny(refresh, Task.Delay(Patience, clock, ct));
    }

    private async Task ReadAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        var counts = agents.CountAsync(clock.GetUtcNow().ToUnixTimeMilliseconds(), deadline.Token);
        var stats = memory.GetStatsAsync(deadline.Token);
        var open = alerts.CountOpenAsync(clock.GetUtcNow().ToUnixTimeMilliseconds(), deadline.Token);
        await Task.WhenAny(Task.WhenAll(counts, stats, open));
        if (counts.IsCompletedSuccessfully && stats.IsCompletedSuccessfully && open.IsCompletedSuccessfully)
        {
            Newest = new StoreReading(counts.Result, stats.Result, open.Result);
            return;
        }

        Newest = null;
        log.LogWarning(counts.Exception ?? stats.Exception ?? open.Exception, "The stores could not be read for the metrics");
    }
}
