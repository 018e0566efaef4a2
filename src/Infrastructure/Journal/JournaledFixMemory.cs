using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>The record with the journal before its writes; reads are the record's own.</summary>
internal sealed class JournaledFixMemory(RecordPorts record, JournaledWrites writes, JournalKinds kinds) : IFixMemory
{
    private readonly IFixMemory _record = record.Memory;

    /// <inheritdoc/>
    public Task<Written<Receipt>?> TakeFixAsync(FixReport report, WriteKey? key, CancellationToken ct) =>
        writes.WriteAsync(kinds.Fix, report, key, isRepeatable: true, ct);

    /// <inheritdoc/>
    public async Task<Written<Receipt>> TakeMemoryAsync(Memory memory, WriteKey? key, CancellationToken ct) =>
        (await writes.WriteAsync(kinds.Memory, memory, key, isRepeatable: true, ct).ConfigureAwait(false))!;

    /// <inheritdoc/>
    public Task<Written<OutcomeReceipt>?> RecordOutcomeAsync(OutcomeReport outcome, WriteKey? key, CancellationToken ct) =>
        writes.WriteAsync(kinds.Outcome, outcome, key, isRepeatable: false, ct);

    /// <inheritdoc/>
    public Task<Written<OccurrenceReceipt>?> RecordOccurrenceAsync(Occurrence seen, WriteKey? key, CancellationToken ct) =>
        writes.WriteAsync(kinds.Occurrence, seen, key, isRepeatable: false, ct);

    /// <inheritdoc/>
    public Task<Fix?> CorrectFixAsync(FixCorrection correction, CancellationToken ct) => _record.CorrectFixAsync(correction, ct);

    /// <inheritdoc/>
    public async Task<ErasedReceipt?> EraseAsync(RecordKind kind, Guid id, long now, CancellationToken ct) =>
        (await writes.WriteAsync(kinds.Erasure, new Erasure(kind, id, now), null, isRepeatable: true, ct).ConfigureAwait(false))?.Value;

    /// <inheritdoc/>
    public async Task<Written<ImportedReceipt>> ImportAsync(ExportRecord record, WriteKey? key, CancellationToken ct) => record switch
    {
        ExportedFix line => await LineAsync(line, key, ct).ConfigureAwait(false),
        ExportedReport line => await LineAsync(line, key, ct).ConfigureAwait(false),
        ExportedOutcome line => await LineAsync(line, key, ct).ConfigureAwait(false),
        ExportedMemory line => await LineAsync(line, key, ct).ConfigureAwait(false),
        ExportedAgent line => await LineAsync(line, key, ct).ConfigureAwait(false),
        ExportedEpisode line => await LineAsync(line, key, ct).ConfigureAwait(false),
        ExportedOccurrences line => await LineAsync(line, key, ct).ConfigureAwait(false),
        ExportedErasure line => await LineAsync(line, key, ct).ConfigureAwait(false),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.GetType().Name, "No such line."),
    };

    /// <inheritdoc/>
    public Task<FixRecord?> GetFixAsync(Guid id, CancellationToken ct) => _record.GetFixAsync(id, ct);

    /// <inheritdoc/>
    public Task<Memory?> GetMemoryAsync(Guid id, CancellationToken ct) => _record.GetMemoryAsync(id, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecord>> GetManyAsync(IReadOnlyList<Guid> ids, CancellationToken ct) => _record.GetManyAsync(ids, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Memory>> GetMemoriesAsync(string key, int limit, CancellationToken ct) => _record.GetMemoriesAsync(key, limit, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FixWithEvidence>> ListFixesAsync(FixListQuery query, CancellationToken ct) => _record.ListFixesAsync(query, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct) => _record.FindSimilarAsync(text, limit, ct);

    /// <inheritdoc/>
    public Task<SuccessCounts> CountSuccessAsync(string? text, CancellationToken ct) => _record.CountSuccessAsync(text, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct) =>
        _record.GetPatternsAsync(since, previousSince, until, limit, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<ExportRecord> ExportAsync(CancellationToken ct) => _record.ExportAsync(ct);

    /// <inheritdoc/>
    public Task<RecordStats> GetStatsAsync(CancellationToken ct) => _record.GetStatsAsync(ct);

    private async Task<Written<ImportedReceipt>> LineAsync<TLine>(TLine line, WriteKey? key, CancellationToken ct)
        where TLine : ExportRecord =>
        (await writes.WriteAsync((JournalKind<TLine, ImportedReceipt>)kinds.Lines[typeof(TLine)], line, key, isRepeatable: true, ct).ConfigureAwait(false))!;
}
