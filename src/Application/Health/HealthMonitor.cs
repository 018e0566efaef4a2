using System.Collections.Concurrent;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Application.Sources;

namespace ObsControlPlane.Application.Health;

/// <summary>Judges the health of the control plane (contract 9) and remembers since when each check is as it is. One per host.</summary>
internal sealed class HealthMonitor(IHostProbe host, IStoreProbe store, IFixGraph graph, IEmbedder embedder, HealthSettings settings, TimeProvider clock)
{
    /// <summary>What a live probe may take, so that the whole answer stays under half a second.</summary>
    private static readonly TimeSpan ProbeDeadline = TimeSpan.FromMilliseconds(300);

    /// <summary>Age in milliseconds from which the background probe of writing is itself in doubt: five of its rounds.</summary>
    private const double StaleMilliseconds = 10_000;

    private readonly ConcurrentDictionary<string, (HealthStatus Status, long Since)> _since = new();

    /// <summary>Health now.</summary>
    public async Task<HealthReport> CheckAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var reading = SourceCall.RunAsync(store.ReadAsync, ProbeDeadline, clock, ct);
        var reaching = SourceCall.RunAsync(token => graph.GetRecentAsync(1, token), ProbeDeadline, clock, ct);
        var used = host.Read();
        var read = await reading;
        var reached = await reaching;
        var canRead = read.Value?.IsUp ?? false;
        var writing = store.Writing;
        HealthCheckResult[] checks =
        [
            Used("disk", "disk space of the data folder", used.DiskUsedBytes, used.DiskTotalBytes, settings.DiskDegradedPercent, settings.DiskUnhealthyPercent),
            Used("memory", "memory", used.MemoryUsedBytes, used.MemoryTotalBytes, settings.MemoryDegradedPercent, settings.MemoryUnhealthyPercent),
            Reading(read),
            Writing(writing, now),
            new(
                "graph", reached.Value is not null ? HealthStatus.Healthy : HealthStatus.Degraded, reached.Took.TotalMilliseconds, "ms", ProbeDeadline.TotalMilliseconds, null, null,
                reached.Value is not null ? null : "The graph does not answer; recall works without related fixes, and says so."),
            Embedding(embedder.State),
        ];
        var dated = checks.Select(check => check with { Since = SinceOf(check, now) }).ToList();
        return new HealthReport(dated.Max(check => check.Status), now, dated, canRead, writing.IsUp);
    }

    private static HealthCheckResult Used(string name, string what, long used, long total, double degradedAt, double unhealthyAt)
    {
        if (total <= 0)
            return new HealthCheckResult(name, HealthStatus.Degraded, null, "percent", degradedAt, unhealthyAt, null, $"The {what} cannot be read, so nobody would see it run out.");
        var percent = Math.Round(100.0 * used / total, 1);
        var status = percent >= unhealthyAt ? HealthStatus.Unhealthy : percent >= degradedAt ? HealthStatus.Degraded : HealthStatus.Healthy;
        var message = status == HealthStatus.Healthy ? null : $"{percent} % of the {what} is used; when it is full, writes are refused.";
        return new HealthCheckResult(name, status, percent, "percent", degradedAt, unhealthyAt, null, message);
    }

    private static HealthCheckResult Reading(SourceAnswer<ProbeReading> read)
    {
        var (status, message) = read.Value switch
        {
            { IsUp: true, Message: null } => (HealthStatus.Healthy, null),
            { IsUp: true } standIn => (HealthStatus.Degraded, standIn.Message),
            var down => (HealthStatus.Unhealthy, down?.Message ?? "The record did not answer in time; reads may fail."),
        };
        return new HealthCheckResult("database_read", status, read.Took.TotalMilliseconds, "ms", null, ProbeDeadline.TotalMilliseconds, null, message);
    }

    private static HealthCheckResult Writing(ProbeReading writing, long now)
    {
        var age = Math.Max(0, now - writing.CheckedAt);
        var (status, message) = writing switch
        {
            { IsUp: false } => (HealthStatus.Unhealthy, writing.Message ?? "Nothing can be written; no write is acknowledged."),
            { Message: { } standIn } => (HealthStatus.Degraded, standIn),
            _ when age > StaleMilliseconds => (HealthStatus.Degraded, "Writing was not probed lately; it may or may not work."),
            _ => (HealthStatus.Healthy, null),
        };
        return new HealthCheckResult("database_write", status, age, "ms", StaleMilliseconds, null, null, message);
    }

    private static HealthCheckResult Embedding(EmbedderState state)
    {
        var (status, message) = state switch
        {
            EmbedderState.Off => (HealthStatus.Off, null),
            EmbedderState.Failed => (HealthStatus.Degraded, "The embedding model does not work (the log says why); recall finds by words alone, and says so."),
            _ => (HealthStatus.Healthy, null),
        };
        return new HealthCheckResult("embedder", status, null, null, null, null, null, message);
    }

    private long SinceOf(HealthCheckResult check, long now) => _since.AddOrUpdate(
        check.Name, _ => (check.Status, now), (_, known) => known.Status == check.Status ? known : (check.Status, now)).Since;
}
