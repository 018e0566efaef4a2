using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Journal;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>Gauges of what stands between the stores; read from memory, so that a scrape asks no store. Exists from the host's start on.</summary>
internal sealed class StoreMeter : IHostedService, IDisposable
{
    private readonly Meter _meter = new(InfrastructureServices.MeterName);

    public StoreMeter(BacklogWatch backlogs, Neo4jQueryClient graph, IndexFeeder index, [FromKeyedServices(JournalProbe.Name)] IStoreProbe journal)
    {
        _meter.CreateObservableGauge("ocp_outbox_messages", () => EachOf(backlogs, reading => reading.Waiting), null, "Acknowledged writes that one store has yet to take.");
        _meter.CreateObservableGauge(
            "ocp_outbox_oldest_age_seconds", () => backlogs.Newest.Keys.Select(store => Of(backlogs.AgeOf(store) / 1_000.0, store)), "s", "Age of the oldest of them, 0 when there is none.");
        _meter.CreateObservableGauge("ocp_dead_letters", () => EachOf(backlogs, reading => reading.Parked), null, "Acknowledged writes that a store refused for good.");
        _meter.CreateObservableGauge(
            "ocp_store_breaker_state", () => Of((int)graph.Circuit, "graph"), null, "State of the circuit breaker: 0 closed, 1 open, 2 trying, 3 held open.");
        _meter.CreateObservableGauge("ocp_journal_up", () => journal.Writing.IsUp ? 1 : 0, null, "1 when the journal takes writes, else 0.");
        _meter.CreateObservableGauge("ocp_index_lag_seconds", () => index.LagMilliseconds / 1_000.0, "s", "Age of the search index while the record cannot be asked, else 0.");
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> EachOf(BacklogWatch backlogs, Func<BacklogReading, long> value) =>
        backlogs.Newest.Select(backlog => Of(value(backlog.Value), backlog.Key));

    private static Measurement<T> Of<T>(T value, string store)
        where T : struct => new(value, new KeyValuePair<string, object?>("store", store));
}
