using MediatR;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.Pages.Agents;

/// <summary>Reads what agents reported of their hosts lately.</summary>
internal static class HostFigures
{
    private const int Cells = 60;
    private const int LongestStep = 86_400;

    /// <summary>What agents reported in their last 60 intervals, in the order given.</summary>
    /// <param name="mediator">Where to ask.</param>
    /// <param name="agents">The agents.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="ct">Ends it.</param>
    internal static async Task<IReadOnlyList<(AgentView Agent, HostFacts Facts)>> ReadAsync(IMediator mediator, IEnumerable<AgentView> agents, long now, CancellationToken ct)
    {
        var hosts = new List<(AgentView Agent, HostFacts Facts)>();
        foreach (var agent in agents)
        {
            var step = Math.Clamp(agent.Agent.IntervalSeconds, 1, LongestStep);
            var first = now - (Cells * step * 1_000L);
            var series = agent.Agent.LastReport < first || agent.Agent.LastReport is null ? [] : await mediator.Send(new GetAgentTelemetryQuery(agent.Agent.Name, null, first, step), ct) ?? [];
            hosts.Add((agent, new HostFacts(Beats(series, first, step), HostMeters.Of(series))));
        }

        return hosts;
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
public sealed record HostFacts(IReadOnlyList<bool> Beats, IReadOnlyList<HostMeter> Meters);

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
