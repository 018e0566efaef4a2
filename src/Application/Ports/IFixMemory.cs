using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Application.Ports;

/// <summary>
/// The record: fixes, memories, outcomes and occurrences. Each write is one transaction and is durable when its task completes; a write
/// whose task fails or is cancelled may or may not have happened, never half. Reads see every write completed before them.
/// </summary>
/// <remarks>
/// Every member throws <see cref="StoreUnavailableException"/> when the store fails and <see cref="OperationCanceledException"/> when
/// cancelled. Instants are epoch milliseconds. All members may be called concurrently.
/// </remarks>
public interface IFixMemory
{
    /// <summary>Takes in one telling of a fix: a new fix, a further sighting, or nothing at all when exactly this was said before (contract 2).</summary>
    /// <param name="report">The telling; one whose id is known already was taken before.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The receipt; null when the telling names a fingerprint that is not known and has no issue text.</returns>
    /// <exception cref="DomainException">The idempotency key was used with another request, or its record was erased.</exception>
    Task<Written<Receipt>?> TakeFixAsync(FixReport report, WriteKey? key, CancellationToken ct);

    /// <summary>Takes in a memory; the same key and content is the same memory.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="DomainException">The idempotency key was used with another request, or its record was erased.</exception>
    Task<Written<Receipt>> TakeMemoryAsync(Memory memory, WriteKey? key, CancellationToken ct);

    /// <summary>Appends an outcome and counts it unless the same application was counted already (contract 3).</summary>
    /// <param name="outcome">The outcome; <see cref="OutcomeReport.FixId"/> may be the id of a merged twin.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The receipt; null when there is no such fix.</returns>
    /// <exception cref="DomainException">The fix was erased, or the idempotency key was used with another request.</exception>
    Task<Written<OutcomeReceipt>?> RecordOutcomeAsync(OutcomeReport outcome, WriteKey? key, CancellationToken ct);

    /// <summary>Takes in an occurrence: opens an episode or repeats the open one, and finds the fixes whose success did not last (contract 3).</summary>
    /// <param name="seen">The occurrence.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The receipt; null when the fingerprint is not known and no issue text was given.</returns>
    /// <exception cref="DomainException">The idempotency key was used with another request.</exception>
    Task<Written<OccurrenceReceipt>?> RecordOccurrenceAsync(Occurrence seen, WriteKey? key, CancellationToken ct);

    /// <summary>Corrects a fix. A changed solution makes a new fix that supersedes it; outcomes stay with the old one.</summary>
    /// <param name="correction">What to change.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The corrected fix, or its successor; null when there is no such fix.</returns>
    /// <exception cref="DomainException">The fix was erased, or its revision is not the expected one.</exception>
    Task<Fix?> CorrectFixAsync(FixCorrection correction, CancellationToken ct);

    /// <summary>Erases a record and every copy of its text; repeats are harmless.</summary>
    /// <param name="kind">Fix or memory.</param>
    /// <param name="id">The record; a merged twin's id erases the fix it stands for.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The receipt; null when there is and was no such record of that kind.</returns>
    Task<ErasedReceipt?> EraseAsync(RecordKind kind, Guid id, long now, CancellationToken ct);

    /// <summary>One fix.</summary>
    /// <param name="id">Its id, or that of a twin merged into it.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>The fix with its newest 100 outcomes and reports, newest first, ties by id; null when there is none.</returns>
    /// <exception cref="DomainException">The fix was erased.</exception>
    Task<FixRecord?> GetFixAsync(Guid id, CancellationToken ct);

    /// <summary>One memory.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>The memory, or null when there is none.</returns>
    /// <exception cref="DomainException">The memory was erased.</exception>
    Task<Memory?> GetMemoryAsync(Guid id, CancellationToken ct);

    /// <summary>Fixes and memories by id, as recall shows them.</summary>
    /// <param name="ids">Up to 1,000 ids.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Those that exist, in the order of <paramref name="ids"/>; a superseded fix carries its successor in <see cref="Fix.SupersededBy"/>.</returns>
    Task<IReadOnlyList<StoredRecord>> GetManyAsync(IReadOnlyList<Guid> ids, CancellationToken ct);

    /// <summary>The memories under one key.</summary>
    /// <param name="key">The key, exact.</param>
    /// <param name="limit">At most this many, 1–10,000.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Newest first, ties by id; empty when there are none.</returns>
    Task<IReadOnlyList<Memory>> GetMemoriesAsync(string key, int limit, CancellationToken ct);

    /// <summary>Fixes, newest first.</summary>
    /// <param name="query">What to list.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Newest <see cref="Fix.Ts"/> first, ties by id ascending; at most <see cref="FixListQuery.Limit"/>.</returns>
    Task<IReadOnlyList<FixWithEvidence>> ListFixesAsync(FixListQuery query, CancellationToken ct);

    /// <summary>Fixes whose issue contains a text, ignoring case in any script.</summary>
    /// <param name="text">The text, 1–200 characters.</param>
    /// <param name="limit">At most this many, 1–100.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Newest <see cref="Fix.Ts"/> first, ties by id ascending; empty when nothing contains it.</returns>
    Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct);

    /// <summary>How often the fixes worked whose issue contains a text.</summary>
    /// <param name="text">The text, 1–200 characters, or null for all fixes.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Counts; all 0 when nothing contains it.</returns>
    Task<SuccessCounts> CountSuccessAsync(string? text, CancellationToken ct);

    /// <summary>Issues by how often they were told or seen in a window.</summary>
    /// <param name="since">First instant of the window, inclusive.</param>
    /// <param name="previousSince">First instant of the window before it, inclusive; that one ends before <paramref name="since"/>.</param>
    /// <param name="until">Last instant of the window, inclusive.</param>
    /// <param name="limit">At most this many, 1–200.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Count descending, then fingerprint ascending; empty when nothing was told or seen.</returns>
    Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct);

    /// <summary>Everything, for a lossless copy.</summary>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Fixes, then reports, outcomes, memories, agents, episodes and erased ids, each by id; one consistent state.</returns>
    IAsyncEnumerable<ExportRecord> ExportAsync(CancellationToken ct);

    /// <summary>Takes in one line of an export; what is there already stays as it is.</summary>
    /// <param name="record">The line.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>What happened to it.</returns>
    /// <exception cref="DomainException">It names a record that is not there, or was erased here.</exception>
    Task<Written<ImportedReceipt>> ImportAsync(ExportRecord record, WriteKey? key, CancellationToken ct);

    /// <summary>Sizes of the store.</summary>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Counts kept by the writes, not scans.</returns>
    Task<RecordStats> GetStatsAsync(CancellationToken ct);
}
