using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Api.Telemetry;

/// <summary>The gauges of the exposition: this host's use, and what the stores hold.</summary>
internal sealed class Gauges : IDisposable
{
    internal const string MeterName = "ObsControlPlane.Gauges";

    private readonly Meter _meter = new(MeterName);
    private readonly StoreReadings _readings;
    private readonly IStoreProbe _probe;

    public Gauges(IHostProbe host, StoreReadings readings, IStoreProbe probe)
    {
        _readings = readings;
        _probe = probe;
        _meter.CreateObservableGauge("dashboard_disk_usage_bytes", () => host.Read().DiskUsedBytes, "By", "Bytes used on the volume of the data folder.");
        _meter.CreateObservableGauge("dashboard_memory_usage_bytes", () => host.Read().MemoryUsedBytes, "By", "Bytes of memory in use on this host.");
        _meter.CreateObservableGauge("dashboard_cpu_usage_percent", () => host.Read().CpuPercent, "%", "Processor time used on this host, 0 to 100 over all cores.");
        _meter.CreateObservableGauge("dashboard_agent_count", Present, null, "Agents that are not retired.");
        _meter.CreateObservableGauge("ocp_agents", ByStatus, null, "Agents by state of their lease.");
        _meter.CreateObservableGauge("ocp_memories", ByKind, null, "Records by kind.");
        _meter.CreateObservableGauge("ocp_episodes", Episodes, null, "Episodes by state; those that are open.");
        _meter.CreateObservableGauge("ocp_store_up", Up, null, "1 when the store takes writes, else 0.");
        _meter.CreateObservableGauge("ocp_build_info", Build, null, "Always 1; the labels say which build this is.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Present() => _readings.Newest is { } reading ? [new Measurement<long>(reading.Present)] : [];

    private IEnumerable<Measurement<long>> ByStatus() =>
        (_readings.Newest?.Agents ?? new Dictionary<AgentStatus, long>()).Select(count => Measure(count.Value, ("status", Word(count.Key))));

    private IEnumerable<Measurement<long>> ByKind() => _readings.Newest?.Record is { } record
        ? [Measure(record.Fixes, ("kind", "fix")), Measure(record.Memories, ("kind", "memory"))]
        : [];

    private IEnumerable<Measurement<long>> Episodes() => _readings.Newest is { } reading ? [Measure(reading.OpenEpisodes, ("status", "open"))] : [];

    private Measurement<long> Up() => Measure(_probe.Writing is { IsUp: true, IsStoodIn: false } ? 1 : 0, ("store", "memory"));

    private static Measurement<long> Build() =>
        Measure(1, ("version", Product.Version), ("commit", Product.Commit), ("runtime", RuntimeInformation.FrameworkDescription));

    private static Measurement<long> Measure(long value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var tags = new KeyValuePair<string, object?>[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            tags[i] = new KeyValuePair<string, object?>(labels[i].Name, labels[i].Value);
        return new Measurement<long>(value, tags);
    }

    private static string Word(AgentStatus status) => status.ToString().ToLowerInvariant();
}
