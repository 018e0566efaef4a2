using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>Alerts with the journal before them: their senders never try again, or only while they are told to.</summary>
internal sealed class JournaledAlertMemory(RecordPorts record, JournaledWrites writes, JournalKinds kinds) : IAlertMemory
{
    private readonly IAlertMemory _record = record.Alerts;

    /// <inheritdoc/>
    public async Task<Written<AlertsReceipt>> TakeAlertsAsync(AlertBatch batch, WriteKey? key, CancellationToken ct) =>
        (await writes.WriteAsync(kinds.Alerts, batch, key, isRepeatable: false, ct).ConfigureAwait(false))!;

    /// <inheritdoc/>
    public Task<Written<AcknowledgementReceipt>?> AcknowledgeAsync(Acknowledgement told, WriteKey? key, CancellationToken ct) =>
        writes.WriteAsync(kinds.Acknowledgement, told, key, isRepeatable: true, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IssueSummary>> ListIssuesAsync(IssueListQuery query, CancellationToken ct) => _record.ListIssuesAsync(query, ct);

    /// <inheritdoc/>
    public Task<IssueSummary?> GetIssueAsync(Fingerprint fingerprint, long now, CancellationToken ct) => _record.GetIssueAsync(fingerprint, now, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EpisodeEntry>> ListEpisodesAsync(EpisodeQuery query, CancellationToken ct) => _record.ListEpisodesAsync(query, ct);

    /// <inheritdoc/>
    public Task<long> CountOpenAsync(long now, CancellationToken ct) => _record.CountOpenAsync(now, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AlertDelivery>> ListDeliveriesAsync(int limit, ListPosition? after, CancellationToken ct) => _record.ListDeliveriesAsync(limit, after, ct);

    /// <inheritdoc/>
    public Task<AlertDelivery?> GetDeliveryAsync(Guid id, CancellationToken ct) => _record.GetDeliveryAsync(id, ct);

    /// <inheritdoc/>
    public Task<long> PurgeDeliveriesAsync(long before, int keep, CancellationToken ct) => _record.PurgeDeliveriesAsync(before, keep, ct);
}
