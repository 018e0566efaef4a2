using System.Collections.Concurrent;
using MediatR;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Api.Pages.Agents;

/// <summary>What agents reported of their hosts lately. Read again after some seconds only: many look at the same pages.</summary>
internal sealed class HostFigures(TimeProvider time)
{
    private const int Cells = 60;
    private const int MostKept = 500;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (long ReadAt, HostFacts Facts)> _read = new(StringComparer.Ordinal);

    /// <summary>What one agent reported.</summary>
    /// <param name="mediator">Where to ask.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<HostFacts> OfAsync(IMediator mediator, Agent agent, CancellationToken ct)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (_read.TryGetValue(agent.Name, out var last) && last.Facts.LastReport == agent.LastReport && now - last.ReadAt < Kept.TotalMilliseconds)
            return last.Facts;
        var step = Math.Max(1, agent.IntervalSeconds);
        var first = now - (Cells * step * 1_000L);
        var series = agent.LastReport is null ? [] : await mediator.Send(new GetAgentTelemetryQuery(agent.Name, null, first, Math.Min(step, 86_400)), ct) ?? [];
        var facts = new HostFacts(Beats(series, first, step), HostMeters.Of(series), agent.LastReport);
        if (_read.Count >= MostKept)
            _read.Clear();
        _read[agent.Name] = (now, facts);
        return facts;
    }

    private static bool[] Beats(IReadOnlyList<MetricSeries> series, long first, int step)
    {
        var beats = new bool[Cells];
        foreach (var point in series.SelectMany(one => one.Points))
            beats[Math.Clamp((int)((point.Ts - first) / (step * 1_000L)), 0, Cells - 1)] = true;
        return beats;
    }
}

/// <summary>What an agent reported of its host lately.</summary>
/// <param name="Beats">For each of the last 60 of its intervals, oldest first, whether it reported in it.</param>
/// <param name="Meters">How full the host is.</param>
/// <param name="LastReport">Its newest report, epoch milliseconds, or null.</param>
public sealed record HostFacts(IReadOnlyList<bool> Beats, IReadOnlyList<HostMeter> Meters, long? LastReport);

/// <summary>How full something is.</summary>
/// <param name="Name">What.</param>
/// <param name="Part">How much of it, 0–1.</param>
public sealed record HostMeter(string Name, double Part);

/// <summary>Reads how full a host is from figures named as OpenTelemetry names them (https://opentelemetry.io/docs/specs/semconv/system/system-metrics/).</summary>
internal static class HostMeters
{
    /// <summary>How full a disk is.</summary>
    internal const string Disk = "system.filesystem.utilization";

    private static readonly (string Name, string Metric)[] Known =
        [("disk", Disk), ("memory", "system.memory.utilization"), ("CPU", "system.cpu.utilization")];

    /// <summary>The newest value of each that was reported; of several disks the fullest.</summary>
    internal static IReadOnlyList<HostMeter> Of(IReadOnlyList<MetricSeries> series) =>
    [
        .. from known in Known
           let newest = series.Where(one => one.Name.StartsWith(known.Metric, StringComparison.Ordinal) && one.Points.Count > 0).Select(one => Part(one.Points[^1].Value, one.Unit)).ToList()
           where newest.Count > 0
           select new HostMeter(known.Name, newest.Max()),
    ];

    private static double Part(double value, string? unit) => Math.Clamp(unit is "%" or "percent" ? value / 100 : value, 0, 1);
}
