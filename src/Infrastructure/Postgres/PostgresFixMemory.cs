using System.Runtime.CompilerServices;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Infrastructure.Postgres.Record;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Schema;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>The record in PostgreSQL: every write is one transaction, every read one snapshot; any number of processes may share the database.</summary>
internal sealed class PostgresFixMemory(PostgresStore store) : IFixMemory
{
    private const string ErasedNote =
        "The text is gone from the tables; the server's dead rows, write-ahead log and backups hold it until vacuum, recycling and rotation have passed over them.";

    private static readonly Answer<OutcomeReceipt> OutcomeAnswer = Answer<OutcomeReceipt>.Plain("outcome");
    private static readonly Answer<OccurrenceReceipt> OccurrenceAnswer = Answer<OccurrenceReceipt>.Plain("occurrence");
    private static readonly Answer<ImportedReceipt> ImportAnswer = Answer<ImportedReceipt>.Plain("import");

    public Task<Written<Receipt>?> TakeFixAsync(FixReport report, WriteKey? key, CancellationToken ct)
    {
        var telling = Telling.Of(report);
        return OnceAsync(
            "take a fix", key, Answers.Receipt, session => FixIntake.Gather(session, telling), (session, asked) => FixIntake.TakeAsync(session, telling, asked), ct);
    }

    public async Task<Written<Receipt>> TakeMemoryAsync(Memory memory, WriteKey? key, CancellationToken ct) => (await OnceAsync(
        "take a memory", key, Answers.Receipt, session => MemoryIntake.Gather(session, memory), (session, asked) => MemoryIntake.TakeAsync(session, memory, asked), ct)
        .ConfigureAwait(false))!;

    public Task<Written<OutcomeReceipt>?> RecordOutcomeAsync(OutcomeReport outcome, WriteKey? key, CancellationToken ct) => OnceAsync(
        "record an outcome", key, OutcomeAnswer, session => OutcomeBook.Gather(session, outcome.FixId), (session, asked) => OutcomeBook.AppendAsync(session, outcome, asked), ct);

    public Task<Written<OccurrenceReceipt>?> RecordOccurrenceAsync(Occurrence seen, WriteKey? key, CancellationToken ct) => OnceAsync(
        "record an occurrence", key, OccurrenceAnswer, session => OccurrenceIntake.Gather(session, seen),
        (session, asked) => OccurrenceIntake.TakeAsync(session, seen, store.Options.RegressionWindowMilliseconds, asked), ct);

    public Task<Fix?> CorrectFixAsync(FixCorrection correction, CancellationToken ct) =>
        store.WriteAsync("correct a fix", session => FixCorrecting.CorrectAsync(session, correction), ct);

    public async Task<ErasedReceipt?> EraseAsync(RecordKind kind, Guid id, long now, CancellationToken ct)
    {
        var already = await store.WriteAsync("erase a record", session => Erasing.EraseAsync(session, kind, id, now), ct).ConfigureAwait(false);
        return already is null ? null : new ErasedReceipt(id, already.Value, Memory: true, Graph: kind == RecordKind.Memory, Index: true, ErasedNote);
    }

    public Task<FixRecord?> GetFixAsync(Guid id, CancellationToken ct) => store.ReadOnceAsync("read a fix", session => FixReads.GetAsync(session, id), ct);

    public Task<Memory?> GetMemoryAsync(Guid id, CancellationToken ct) => store.ReadAsync(
        "read a memory",
        async session =>
        {
            var erased = Tombstones.AskErased(session, RecordKind.Memory, id);
            var memory = MemoryRows.AskStanding(session, id);
            await session.SendAsync().ConfigureAwait(false);
            Erasure.ThrowIf(erased.First, RecordKind.Memory);
            return memory.First?.Memory;
        },
        ct);

    public Task<IReadOnlyList<StoredRecord>> GetManyAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        store.ReadOnceAsync<IReadOnlyList<StoredRecord>>("read records", async session => await FixReads.ManyAsync(session, ids).ConfigureAwait(false), ct);

    public Task<IReadOnlyList<Memory>> GetMemoriesAsync(string key, int limit, CancellationToken ct) => store.ReadAsync<IReadOnlyList<Memory>>(
        "read memories", async session => [.. (await MemoryRows.OfKeyAsync(session, key, limit).ConfigureAwait(false)).Select(stored => stored.Memory)], ct);

    public Task<IReadOnlyList<FixWithEvidence>> ListFixesAsync(FixListQuery query, CancellationToken ct) =>
        store.ReadOnceAsync<IReadOnlyList<FixWithEvidence>>("list fixes", async session => await FixReads.ListAsync(session, query).ConfigureAwait(false), ct);

    public Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct) => store.ReadOnceAsync<IReadOnlyList<FixWithEvidence>>(
        "find similar issues", async session => await IssueReads.SimilarAsync(session, text, limit).ConfigureAwait(false), ct);

    public Task<SuccessCounts> CountSuccessAsync(string? text, CancellationToken ct) =>
        store.ReadAsync("count successes", session => IssueReads.CountAsync(session, text), ct);

    public Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct) =>
        store.ReadOnceAsync<IReadOnlyList<IssuePattern>>(
            "read patterns", async session => await IssueReads.PatternsAsync(session, since, previousSince, until, limit).ConfigureAwait(false), ct);

    public async IAsyncEnumerable<ExportRecord> ExportAsync([EnumeratorCancellation] CancellationToken ct)
    {
        const string Operation = "export everything";
        await using var connection = await store.GuardAsync(Operation, async () => await store.Source.OpenConnectionAsync(ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        var session = new PostgresSession(connection, ct);
        session.Run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        await using (var lines = Exporting.ExportAsync(session, ct).GetAsyncEnumerator(ct))
        {
            while (await store.GuardAsync(Operation, async () => await lines.MoveNextAsync().ConfigureAwait(false), ct).ConfigureAwait(false))
                yield return lines.Current;
        }

        await store.GuardAsync(Operation, async () => await session.RunNowAsync("COMMIT").ConfigureAwait(false), ct).ConfigureAwait(false);
    }

    public async Task<Written<ImportedReceipt>> ImportAsync(ExportRecord record, WriteKey? key, CancellationToken ct) => (await OnceAsync<ImportedReceipt, bool>(
        "import a line", key, ImportAnswer, _ => true, async (session, _) => await Importing.ImportAsync(session, record, store.Options.RegressionWindowMilliseconds).ConfigureAwait(false), ct).ConfigureAwait(false))!;

    public Task<RecordStats> GetStatsAsync(CancellationToken ct) => store.ReadAsync(
        "read sizes",
        async session =>
        {
            var counted = CounterRows.Ask(session);
            var size = await session.QueryAsync(
                $"SELECT pg_database_size(current_database()), (SELECT count(*) FROM {PostgresSchema.History})", row => (Bytes: row.GetInt64(0), Schema: row.GetInt64(1)))
                .ConfigureAwait(false);
            var counters = counted.First!;
            return new RecordStats("postgresql", counters.Fixes, counters.Memories, counters.Outcomes, counters.Agents, size[0].Bytes, (int)size[0].Schema);
        },
        ct);

    private Task<Written<T>?> OnceAsync<T, TAsked>(
        string operation, WriteKey? key, Answer<T> answer, Func<WriteSession, TAsked> gather, Func<WriteSession, TAsked, Task<T?>> write, CancellationToken ct)
        where T : class =>
        store.WriteTogetherAsync(operation, session => Idempotency.OnceAsync(store, session, key, answer, gather, write), ct);
}
