using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Application.Ports;

/// <summary>
/// Alerts, the episodes they make, who is on them, and what was delivered (contract 8). Each write is one transaction and durable when its
/// task completes. A part of the record: what is taken in here is seen by <see cref="IFixMemory"/> and the other way round.
/// </summary>
/// <remarks>
/// Every member throws <see cref="StoreUnavailableException"/> when the store fails and <see cref="OperationCanceledException"/> when
/// cancelled. Instants are epoch milliseconds. All members may be called concurrently.
/// </remarks>
public interface IAlertMemory
{
    /// <summary>Takes in the alerts of one delivery, in their order, and the delivery itself, in one transaction.</summary>
    /// <param name="batch">The alerts; none is ordinary.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>What each alert did, in their order.</returns>
    /// <exception cref="DomainException">The idempotency key was used with another request.</exception>
    Task<Written<AlertsReceipt>> TakeAlertsAsync(AlertBatch batch, WriteKey? key, CancellationToken ct);

    /// <summary>Notes on all open episodes of an issue that somebody is on them; one that is acknowledged already stays as it was.</summary>
    /// <param name="told">Who, of what, when.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The open episodes, by id; none is ordinary. Null when the issue is not known.</returns>
    /// <exception cref="DomainException">The idempotency key was used with another request.</exception>
    Task<Written<AcknowledgementReceipt>?> AcknowledgeAsync(Acknowledgement told, WriteKey? key, CancellationToken ct);

    /// <summary>Issues that have had an episode.</summary>
    /// <param name="query">What to list.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Last seen first, ties by fingerprint ascending; at most <see cref="IssueListQuery.Limit"/>.</returns>
    Task<IReadOnlyList<IssueSummary>> ListIssuesAsync(IssueListQuery query, CancellationToken ct);

    /// <summary>One issue that was told or seen.</summary>
    /// <param name="fingerprint">The issue.</param>
    /// <param name="now">Our clock.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>The issue; null when it is not known.</returns>
    Task<IssueSummary?> GetIssueAsync(Fingerprint fingerprint, long now, CancellationToken ct);

    /// <summary>Episodes.</summary>
    /// <param name="query">What to list.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Newest beginning first, ties by id ascending; at most <see cref="EpisodeQuery.Limit"/>.</returns>
    Task<IReadOnlyList<EpisodeEntry>> ListEpisodesAsync(EpisodeQuery query, CancellationToken ct);

    /// <summary>How many episodes are open.</summary>
    /// <param name="now">Our clock.</param>
    /// <param name="ct">Cancels the read.</param>
    Task<long> CountOpenAsync(long now, CancellationToken ct);

    /// <summary>Deliveries without their bodies.</summary>
    /// <param name="limit">At most this many, 1–201.</param>
    /// <param name="after">Only those after this place in the order, or null for the beginning.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Newest first, ties by id ascending.</returns>
    Task<IReadOnlyList<AlertDelivery>> ListDeliveriesAsync(int limit, ListPosition? after, CancellationToken ct);

    /// <summary>One delivery with its body.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Null when there is none, or no more.</returns>
    Task<AlertDelivery?> GetDeliveryAsync(Guid id, CancellationToken ct);

    /// <summary>Removes deliveries; the episodes they made stay.</summary>
    /// <param name="before">All that came before this.</param>
    /// <param name="keep">All but this many of the newest, 0 or more.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>How many were removed.</returns>
    Task<long> PurgeDeliveriesAsync(long before, int keep, CancellationToken ct);
}

/// <summary>The alerts of one delivery.</summary>
/// <param name="Signals">Those that could be read, in their order.</param>
/// <param name="Delivery">The delivery; what its alerts did is counted by the store.</param>
public sealed record AlertBatch(IReadOnlyList<AlertSignal> Signals, AlertDelivery Delivery);

/// <summary>What the alerts of a delivery did.</summary>
/// <param name="Alerts">What each did, in their order.</param>
public sealed record AlertsReceipt(IReadOnlyList<AlertReceipt> Alerts);

/// <summary>What one alert did.</summary>
/// <param name="Episode">The episode it opened or is about; null while the journal holds it.</param>
/// <param name="Fingerprint">The issue.</param>
/// <param name="Status">In a word; while the journal holds it, what the sender said.</param>
/// <param name="CameBack">Fixes whose success did not last, found by it, by id.</param>
public sealed record AlertReceipt(Guid? Episode, Fingerprint Fingerprint, AlertStatus Status, IReadOnlyList<Guid> CameBack);

/// <summary>One webhook body.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="ReceivedAt">When it came, epoch milliseconds.</param>
/// <param name="Source"><c>alertmanager</c>, <c>grafana</c> or <c>generic</c>.</param>
/// <param name="Received">Alerts in it.</param>
/// <param name="Firing">Alerts that opened an episode.</param>
/// <param name="Repeats">Alerts that said what was known.</param>
/// <param name="Resolved">Alerts that resolved.</param>
/// <param name="Late">Alerts that resolved before the open episode began.</param>
/// <param name="Refused">Alerts that were refused.</param>
/// <param name="Mended">Places at which U+0000, half a surrogate pair or bytes that are no UTF-8 became U+FFFD.</param>
/// <param name="TookMilliseconds">From its coming until it was written, 0 or more.</param>
/// <param name="Bytes">Length of its body as it came, before anything was taken out.</param>
/// <param name="IsKept">Whether its body is kept and can be replayed.</param>
/// <param name="Body">The body without secrets; null when it is not kept or was not asked for.</param>
/// <param name="Problem">Why the body as a whole was refused, one sentence; null when it was taken.</param>
public sealed record AlertDelivery(
    Guid Id, long ReceivedAt, string Source, long Received, long Firing, long Repeats, long Resolved, long Late, long Refused, long Mended,
    long TookMilliseconds, long Bytes, bool IsKept, string? Body, string? Problem);

/// <summary>Somebody is on an issue.</summary>
/// <param name="Fingerprint">The issue.</param>
/// <param name="By">Who, 1–200 characters.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
public sealed record Acknowledgement(Fingerprint Fingerprint, string By, long Now);

/// <summary>What an acknowledgement did.</summary>
/// <param name="Fingerprint">The issue.</param>
/// <param name="By">Who.</param>
/// <param name="Episodes">Its open episodes, by id.</param>
public sealed record AcknowledgementReceipt(Fingerprint Fingerprint, string By, IReadOnlyList<Guid> Episodes);

/// <summary>State of an issue.</summary>
public enum IssueStatus
{
    /// <summary>No episode is open.</summary>
    Quiet = 0,

    /// <summary>Every open episode is acknowledged.</summary>
    Acknowledged = 1,

    /// <summary>An open episode is not acknowledged.</summary>
    Firing = 2,
}

/// <summary>A question for issues that have had an episode.</summary>
/// <param name="Limit">At most this many, 1–201.</param>
/// <param name="Now">Our clock.</param>
/// <param name="After">Only those after this place in the order, or null for the beginning.</param>
/// <param name="Status">Only those in this state, or null for any.</param>
public sealed record IssueListQuery(int Limit, long Now, IssuePosition? After = null, IssueStatus? Status = null);

/// <summary>A place in a list of issues that falls by the instant they were last seen, ties by fingerprint ascending.</summary>
/// <param name="LastSeen">Of the last one shown, epoch milliseconds.</param>
/// <param name="Fingerprint">Of the last one shown.</param>
public sealed record IssuePosition(long LastSeen, Fingerprint Fingerprint);

/// <summary>An issue and its episodes in numbers.</summary>
/// <param name="Fingerprint">The issue.</param>
/// <param name="Text">Its text: the newest alert's, else as it was told; empty when it was erased.</param>
/// <param name="Status">Its state.</param>
/// <param name="Open">Open episodes.</param>
/// <param name="Servers">Servers of its episodes, ordinal order.</param>
/// <param name="FirstSeen">First report or occurrence, epoch milliseconds.</param>
/// <param name="LastSeen">Newest occurrence, epoch milliseconds; the first report's instant when it was never seen happening.</param>
/// <param name="Count">Occurrences.</param>
public sealed record IssueSummary(
    Fingerprint Fingerprint, string Text, IssueStatus Status, long Open, IReadOnlyList<string> Servers, long FirstSeen, long LastSeen, long Count);

/// <summary>A question for episodes.</summary>
/// <param name="Limit">At most this many, 1–201.</param>
/// <param name="Now">Our clock.</param>
/// <param name="After">Only those after this place in the order, or null for the beginning.</param>
/// <param name="IsOpen">Only open or only ended ones; null for both.</param>
/// <param name="Fingerprint">Only those of this issue, or null.</param>
public sealed record EpisodeQuery(int Limit, long Now, ListPosition? After = null, bool? IsOpen = null, Fingerprint? Fingerprint = null);

/// <summary>An episode as lists show it.</summary>
/// <param name="Episode">The episode; one that was not seen for the regression window has ended when it was last seen.</param>
/// <param name="Text">Text of its issue: its alert's, else as it was told; empty when it was erased.</param>
/// <param name="AcknowledgedBy">Who is on it, or null.</param>
/// <param name="Alerts">Alerts in it, each counted once.</param>
public sealed record EpisodeEntry(Episode Episode, string Text, string? AcknowledgedBy, long Alerts);
