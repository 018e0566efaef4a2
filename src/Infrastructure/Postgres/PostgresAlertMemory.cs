using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Postgres.Record;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Alerts and episodes in PostgreSQL. A delivery is a transaction of its own: it may hold many issues, and must not hold up a group of writes.</summary>
internal sealed class PostgresAlertMemory(PostgresStore store) : IAlertMemory
{
    private static readonly Answer<AlertsReceipt> AlertsAnswer = Answer<AlertsReceipt>.Plain("alerts");
    private static readonly Answer<AcknowledgementReceipt> AcknowledgementAnswer = Answer<AcknowledgementReceipt>.Plain("acknowledgement");

    public async Task<Written<AlertsReceipt>> TakeAlertsAsync(AlertBatch batch, WriteKey? key, CancellationToken ct) => (await store.WriteAsync(
        "take alerts",
        session => Idempotency.OnceAsync<AlertsReceipt, AlertContext>(
            store, session, key, AlertsAnswer, once => AlertIntake.Gather(once, batch), async (once, asked) => await AlertIntake.TakeAsync(once, batch, Window, asked).ConfigureAwait(false)),
        ct).ConfigureAwait(false))!;

    public Task<Written<AcknowledgementReceipt>?> AcknowledgeAsync(Acknowledgement told, WriteKey? key, CancellationToken ct) => store.WriteAsync(
        "acknowledge an issue",
        session => Idempotency.OnceAsync(
            store, session, key, AcknowledgementAnswer,
            once =>
            {
                once.Lock(IssueRows.LockName(told.Fingerprint));
                return IssueRows.Ask(once, told.Fingerprint);
            },
            async (once, issue) =>
            {
                await once.SendAsync().ConfigureAwait(false);
                return issue.First is null ? null : await AcknowledgeAsync(once, told).ConfigureAwait(false);
            }),
        ct);

    public Task<IReadOnlyList<IssueSummary>> ListIssuesAsync(IssueListQuery query, CancellationToken ct) => store.ReadOnceAsync<IReadOnlyList<IssueSummary>>(
        "list issues", async session => await EpisodeReads.IssuesAsync(session, query, query.Now - Window).ConfigureAwait(false), ct);

    public Task<IssueSummary?> GetIssueAsync(Fingerprint fingerprint, long now, CancellationToken ct) =>
        store.ReadOnceAsync("read an issue", session => EpisodeReads.IssueAsync(session, fingerprint, now - Window), ct);

    public Task<IReadOnlyList<EpisodeEntry>> ListEpisodesAsync(EpisodeQuery query, CancellationToken ct) => store.ReadOnceAsync<IReadOnlyList<EpisodeEntry>>(
        "list episodes", async session => await EpisodeReads.EpisodesAsync(session, query, query.Now - Window).ConfigureAwait(false), ct);

    public Task<long> CountOpenAsync(long now, CancellationToken ct) =>
        store.ReadAsync("count open episodes", session => EpisodeReads.CountOpenAsync(session, now - Window), ct);

    public Task<IReadOnlyList<AlertDelivery>> ListDeliveriesAsync(int limit, ListPosition? after, CancellationToken ct) => store.ReadAsync<IReadOnlyList<AlertDelivery>>(
        "list deliveries", async session => await AlertRows.ListAsync(session, limit, after).ConfigureAwait(false), ct);

    public Task<AlertDelivery?> GetDeliveryAsync(Guid id, CancellationToken ct) => store.ReadAsync("read a delivery", session => AlertRows.ByIdAsync(session, id), ct);

    public Task<long> PurgeDeliveriesAsync(long before, int keep, CancellationToken ct) =>
        store.WriteAsync("purge deliveries", session => AlertRows.PurgeAsync(session, before, keep), ct);

    private long Window => store.Options.RegressionWindowMilliseconds;

    private async Task<AcknowledgementReceipt> AcknowledgeAsync(WriteSession session, Acknowledgement told)
    {
        var open = await EpisodeReads.OpenOfAsync(session, told.Fingerprint, told.Now - Window).ConfigureAwait(false);
        var details = await AlertRows.DetailsOfAsync(session, [.. open]).ConfigureAwait(false);
        foreach (var (id, known) in details.Where(episode => episode.Value.AcknowledgedBy is null))
            AlertRows.Put(session, id, known, known with { AcknowledgedBy = told.By, AcknowledgedAt = told.Now });
        return new AcknowledgementReceipt(told.Fingerprint, told.By, open);
    }
}
