using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The reports in their plainest form.</summary>
internal sealed class ReferenceTelemetryLog(ReferenceStore store) : ITelemetryLog
{
    private readonly ReferenceRules _rules = store.Rules;
    private readonly ReferenceWrites _writes = new(store.Rules);

    public async Task<Written<TelemetryReceipt>> AppendAsync(TelemetryReport report, WriteKey? key, CancellationToken ct) =>
        (await store.WriteOnceAsync(key, state => Append(state, report), _ => null, ct))!;

    public Task<IReadOnlyList<MetricSeries>> ReadAsync(SeriesQuery query, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<MetricSeries>>(
            state =>
            [
                .. state.Telemetry.Where(r => r.Agent.Name == query.Agent && _rules.AtOrAfter(r.Ts, query.Since))
                    .SelectMany(r => r.Metrics.Where(m => query.Name is null || m.Name == query.Name).Select(m => (r.Ts, Metric: m)))
                    .GroupBy(m => (m.Metric.Name, m.Metric.Unit))
                    .OrderBy(g => g.Key.Name, StringComparer.Ordinal)
                    .Select(g => new MetricSeries(
                        g.Key.Name, g.Key.Unit, _rules.NewestPoints(Points(g.Select(m => new MetricPoint(m.Ts, m.Metric.Value)), query), query.MaxPoints))),
            ],
            ct);

    public Task<long> PurgeAsync(long before, CancellationToken ct) =>
        store.WriteAsync(state => (long)state.Telemetry.RemoveAll(r => !_rules.AtOrAfter(r.Ts, before)), ct);

    private TelemetryReceipt Append(ReferenceState state, TelemetryReport report)
    {
        if (state.Agents.GetValueOrDefault(report.Agent.Name) is { } known && state.Telemetry.Any(r => _rules.SameReport(r, report)))
            return new TelemetryReceipt(true, new AgentReceipt(known, false, null), [], []);
        // The lease comes last, so that a store that undoes nothing shows what it kept of a refused report.
        Receipt?[] fixes = [.. report.Fixes.Select(f => _writes.Take(state, f))];
        OccurrenceReceipt?[] issues = [.. report.Issues.Select(i => _writes.See(state, i))];
        var receipt = ReferenceAgentRegistry.Register(state, report.Agent, _rules.SeenAt(report), _rules);
        var agent = receipt.Agent with { LastReport = report.ReceivedAt };
        state.Agents[report.Agent.Name] = agent;
        state.Telemetry.Add(report);
        return new TelemetryReceipt(false, receipt with { Agent = agent }, fixes, issues);
    }

    private List<MetricPoint> Points(IEnumerable<MetricPoint> points, SeriesQuery query)
    {
        var all = points.OrderBy(p => p.Ts).ToList();
        return query.StepMilliseconds is not { } step
            ? all
            : [.. all.GroupBy(p => _rules.StepOf(p.Ts, step)).Select(g => new MetricPoint(g.Key, _rules.PerStep(g.Select(p => p.Value))))];
    }
}
