using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Api.Pages.Agents;

/// <summary>One agent: its lease, what its host was like in the last day, and how the fixes it told have fared.</summary>
internal sealed class AgentPage(IMediator mediator, TimeProvider time) : IPage
{
    private const int Fixes = 20;
    private const int Charts = 12;
    private const int Points = 120;
    private const long DayMilliseconds = 86_400_000;

    public static string Pattern => "/agents/{name}";

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        var name = request.Route["name"];
        if (AgentName.WhyInvalid(name) is not null || await mediator.Send(new GetAgentQuery(name), ct) is not { } agent)
            return null;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        // One answer to a browser must not grow with how often an agent reports.
        var series = await mediator.Send(new GetAgentTelemetryQuery(name, null, now - DayMilliseconds, (int)(DayMilliseconds / 1000 / Points)), ct) ?? [];
        var told = await mediator.Send(new GetRecentFixesQuery(Fixes, Agent: name), ct);
        var (_, facts) = (await HostFigures.ReadAsync(mediator, [agent], now, ct))[0];
        var view = new AgentDetails(agent, facts, [.. series.Take(Charts)], series.Count, told.Fixes, now);
        return PageContent.Of<AgentBody>(name, view, hasCharts: true);
    }
}

/// <summary>One agent in detail.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Facts">What it reported lately.</param>
/// <param name="Series">Its figures over the last day, means of 12 minutes.</param>
/// <param name="SeriesCount">How many there are.</param>
/// <param name="Fixes">The newest fixes it told.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
public sealed record AgentDetails(AgentView Agent, HostFacts Facts, IReadOnlyList<MetricSeries> Series, int SeriesCount, IReadOnlyList<FixView> Fixes, long Now)
{
    /// <summary>When something is full at the rate of the last day; null when it does not grow or is far from full.</summary>
    /// <param name="series">How full a disk was over time.</param>
    internal static string? FullIn(MetricSeries series)
    {
        if (!series.Name.StartsWith(HostMeters.Disk, StringComparison.Ordinal) || series.Points.Count < 3)
            return null;
        var points = series.Points;
        var (x, y) = (points.Average(point => (double)point.Ts), points.Average(point => point.Value));
        var spread = points.Sum(point => Math.Pow(point.Ts - x, 2));
        var rate = spread > 0 ? points.Sum(point => (point.Ts - x) * (point.Value - y)) / spread : 0;
        var left = rate > 0 ? TimeSpan.FromMilliseconds(Math.Min((1 - points[^1].Value) / rate, 1e12)) : TimeSpan.MaxValue;
        return left.TotalDays is > 0 and < 60 ? $"full in {Parts.Words.Long(left)} at this rate" : null;
    }
}
