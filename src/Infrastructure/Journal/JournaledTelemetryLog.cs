using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Telemetry;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>Reports with the journal before them.</summary>
internal sealed class JournaledTelemetryLog(RecordPorts record, JournaledWrites writes, JournalKinds kinds) : ITelemetryLog
{
    private readonly ITelemetryLog _record = record.Telemetry;

    /// <inheritdoc/>
    public async Task<Written<TelemetryReceipt>> AppendAsync(TelemetryReport report, WriteKey? key, CancellationToken ct) =>
        (await writes.WriteAsync(kinds.Telemetry, report, key, isRepeatable: false, ct).ConfigureAwait(false))!;

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricSeries>> ReadAsync(SeriesQuery query, CancellationToken ct) => _record.ReadAsync(query, ct);

    /// <inheritdoc/>
    public Task<long> PurgeAsync(long before, CancellationToken ct) => _record.PurgeAsync(before, ct);
}
