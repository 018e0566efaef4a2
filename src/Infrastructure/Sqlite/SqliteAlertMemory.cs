using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Sqlite.Record;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Alerts and episodes in the embedded file.</summary>
internal sealed class SqliteAlertMemory(SqliteStore store) : IAlertMemory
{
    private static readonly Answer<AlertsReceipt> AlertsAnswer = Answer<AlertsReceipt>.Plain("alerts");
    private static readonly Answer<AcknowledgementReceipt> AcknowledgementAnswer = Answer<AcknowledgementReceipt>.Plain("acknowledgement");

    public async Task<Written<AlertsReceipt>> TakeAlertsAsync(AlertBatch batch, WriteKey? key, CancellationToken ct) => (await store.Writer.WriteAsync(
        "take alerts",
        session => Idempotency.Once(store, session, key, AlertsAnswer, once => AlertIntake.Take(once, batch, Window, store.Now)), ct).ConfigureAwait(false))!;

    public Task<Written<AcknowledgementReceipt>?> AcknowledgeAsync(Acknowledgement told, WriteKey? key, CancellationToken ct) => store.Writer.WriteAsync(
        "acknowledge an issue", session => Idempotency.Once(store, session, key, AcknowledgementAnswer, once => Acknowledge(once, told)), ct);

    public Task<IReadOnlyList<IssueSummary>> ListIssuesAsync(IssueListQuery query, CancellationToken ct) =>
        store.Readers.ReadAsync<IReadOnlyList<IssueSummary>>("list issues", session => EpisodeReads.Issues(session, query, query.Now - Window), ct);

    public Task<IssueSummary?> GetIssueAsync(Fingerprint fingerprint, long now, CancellationToken ct) =>
        store.Readers.ReadAsync("read an issue", session => EpisodeReads.Issue(session, fingerprint, now - Window), ct);

    public Task<IReadOnlyList<EpisodeEntry>> ListEpisodesAsync(EpisodeQuery query, CancellationToken ct) =>
        store.Readers.ReadAsync<IReadOnlyList<EpisodeEntry>>("list episodes", session => EpisodeReads.Episodes(session, query, query.Now - Window), ct);

    public Task<long> CountOpenAsync(long now, CancellationToken ct) =>
        store.Readers.ReadAsync("count open episodes", session => EpisodeReads.CountOpen(session, now - Window), ct);

    public Task<IReadOnlyList<AlertDelivery>> ListDeliveriesAsync(int limit, ListPosition? after, CancellationToken ct) =>
        store.Readers.ReadAsync<IReadOnlyList<AlertDelivery>>("list deliveries", session => AlertRows.List(session, limit, after), ct);

    public Task<AlertDelivery?> GetDeliveryAsync(Guid id, CancellationToken ct) => store.Readers.ReadAsync("read a delivery", session => AlertRows.ById(session, id), ct);

    public Task<long> PurgeDeliveriesAsync(long before, int keep, CancellationToken ct) =>
        store.Writer.WriteAsync("purge deliveries", session => AlertRows.Purge(session, before, keep), ct);

    private long Window => store.Options.RegressionWindowMilliseconds;

    private AcknowledgementReceipt? Acknowledge(WriteSession session, Acknowledgement told)
    {
        if (!IssueRows.Knows(session, told.Fingerprint))
            return null;
        var open = EpisodeReads.OpenOf(session, told.Fingerprint, told.Now - Window);
        foreach (var id in open)
        {
            var details = AlertRows.DetailsOf(session, id);
            if (details.AcknowledgedBy is null)
                AlertRows.Put(session, id, details, details with { AcknowledgedBy = told.By, AcknowledgedAt = told.Now });
        }

        return new AcknowledgementReceipt(told.Fingerprint, told.By, open);
    }
}
