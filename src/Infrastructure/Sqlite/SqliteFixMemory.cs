using System.Runtime.CompilerServices;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Infrastructure.Sqlite.Record;
using ObsControlPlane.Infrastructure.Sqlite.Rows;
using ObsControlPlane.Infrastructure.Sqlite.Schema;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>The record in the embedded file: every write goes through the one writer, every read has a connection and a snapshot of its own.</summary>
internal sealed class SqliteFixMemory(SqliteStore store) : IFixMemory
{
    private static readonly Answer<OutcomeReceipt> OutcomeAnswer = Answer<OutcomeReceipt>.Plain("outcome");
    private static readonly Answer<OccurrenceReceipt> OccurrenceAnswer = Answer<OccurrenceReceipt>.Plain("occurrence");
    private static readonly Answer<ImportedReceipt> ImportAnswer = Answer<ImportedReceipt>.Plain("import");

    public Task<Written<Receipt>?> TakeFixAsync(FixReport report, WriteKey? key, CancellationToken ct)
    {
        var telling = Telling.Of(report);
        return Once("take a fix", key, Answers.Receipt, session => FixIntake.Take(session, telling), ct);
    }

    public async Task<Written<Receipt>> TakeMemoryAsync(Memory memory, WriteKey? key, CancellationToken ct) =>
        (await Once("take a memory", key, Answers.Receipt, session => MemoryIntake.Take(session, memory), ct).ConfigureAwait(false))!;

    public Task<Written<OutcomeReceipt>?> RecordOutcomeAsync(OutcomeReport outcome, WriteKey? key, CancellationToken ct) =>
        Once("record an outcome", key, OutcomeAnswer, session => OutcomeBook.Append(session, outcome), ct);

    public Task<Written<OccurrenceReceipt>?> RecordOccurrenceAsync(Occurrence seen, WriteKey? key, CancellationToken ct) => Once(
        "record an occurrence", key, OccurrenceAnswer, session => OccurrenceIntake.Take(session, seen, store.Options.RegressionWindowMilliseconds), ct);

    public Task<Fix?> CorrectFixAsync(FixCorrection correction, CancellationToken ct) =>
        store.Writer.WriteAsync("correct a fix", session => FixCorrecting.Correct(session, correction), ct);

    public async Task<ErasedReceipt?> EraseAsync(RecordKind kind, Guid id, long now, CancellationToken ct)
    {
        var already = await store.Writer.WriteAsync("erase a record", session => Erasing.Erase(session, kind, id, now), ct).ConfigureAwait(false);
        if (already is null)
            return null;
        var gone = await store.Log.EmptyAsync(ct).ConfigureAwait(false);
        return new ErasedReceipt(id, already.Value, gone, Graph: true, Index: true, gone
            ? "The text is gone from the data file and from its log; backups made before still hold it."
            : "The text is gone from the data file; the log is emptied as soon as the reads that run now have ended.");
    }

    public Task<FixRecord?> GetFixAsync(Guid id, CancellationToken ct) => Read("read a fix", session => FixReads.Get(session, id), ct);

    public Task<Memory?> GetMemoryAsync(Guid id, CancellationToken ct) => Read(
        "read a memory",
        session =>
        {
            Tombstones.ThrowIfErased(session, RecordKind.Memory, id);
            return MemoryRows.ById(session, Tombstones.Resolve(session, id))?.Memory;
        },
        ct);

    public Task<IReadOnlyList<StoredRecord>> GetManyAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        Read<IReadOnlyList<StoredRecord>>("read records", session => FixReads.Many(session, ids), ct);

    public Task<IReadOnlyList<Memory>> GetMemoriesAsync(string key, int limit, CancellationToken ct) => Read<IReadOnlyList<Memory>>(
        "read memories", session => [.. MemoryRows.OfKey(session, key, limit).Select(stored => stored.Memory)], ct);

    public Task<IReadOnlyList<FixWithEvidence>> ListFixesAsync(FixListQuery query, CancellationToken ct) =>
        Read<IReadOnlyList<FixWithEvidence>>("list fixes", session => FixReads.List(session, query), ct);

    public Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct) =>
        Read<IReadOnlyList<FixWithEvidence>>("find similar issues", session => IssueReads.Similar(session, text, limit), ct);

    public Task<SuccessCounts> CountSuccessAsync(string? text, CancellationToken ct) =>
        Read("count successes", session => IssueReads.Count(session, text), ct);

    public Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct) =>
        Read<IReadOnlyList<IssuePattern>>("read patterns", session => IssueReads.Patterns(session, since, previousSince, until, limit), ct);

    public async IAsyncEnumerable<ExportRecord> ExportAsync([EnumeratorCancellation] CancellationToken ct)
    {
        const string Operation = "export everything";
        using var session = await store.Readers.RentAsync(Operation, ct).ConfigureAwait(false);
        using var lines = Exporting.Export(session).GetEnumerator();
        while (await store.Readers.StepAsync(Operation, session, lines.MoveNext, ct).ConfigureAwait(false))
            yield return lines.Current;
    }

    public async Task<Written<ImportedReceipt>> ImportAsync(ExportRecord record, WriteKey? key, CancellationToken ct)
    {
        var imported = await Once("import a line", key, ImportAnswer, session => Importing.Import(session, record, store.Options.RegressionWindowMilliseconds), ct).ConfigureAwait(false);
        if (record is ExportedErasure)
            await store.Log.EmptyAsync(ct).ConfigureAwait(false);
        return imported!;
    }

    public Task<RecordStats> GetStatsAsync(CancellationToken ct) => Read(
        "read sizes",
        session =>
        {
            var counters = CounterRows.All(session);
            return new RecordStats(
                "sqlite", counters["fixes"], counters["memories"], counters["outcomes"], counters["agents"], store.File.Bytes,
                SqliteSchema.Version(session.Connection));
        },
        ct);

    private Task<Written<T>?> Once<T>(string operation, WriteKey? key, Answer<T> answer, Func<WriteSession, T?> write, CancellationToken ct)
        where T : class =>
        store.Writer.WriteAsync(operation, session => Idempotency.Once(store, session, key, answer, write), ct);

    private Task<T> Read<T>(string operation, Func<SqliteSession, T> read, CancellationToken ct) => store.Readers.ReadAsync(operation, read, ct);
}
