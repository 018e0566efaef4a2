using System.Runtime.CompilerServices;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The record in its plainest form.</summary>
internal sealed class ReferenceFixMemory(ReferenceStore store) : IFixMemory
{
    private readonly ReferenceRules _rules = store.Rules;
    private readonly ReferenceWrites _writes = new(store.Rules);

    public Task<Written<Receipt>?> TakeFixAsync(FixReport report, WriteKey? key, CancellationToken ct) =>
        store.WriteOnceAsync(key, state => _writes.Take(state, report), receipt => (receipt.Kind, receipt.Id), ct);

    public async Task<Written<Receipt>> TakeMemoryAsync(Memory memory, WriteKey? key, CancellationToken ct) =>
        (await store.WriteOnceAsync(key, state => _writes.Keep(state, memory), receipt => (receipt.Kind, receipt.Id), ct))!;

    public Task<Written<OutcomeReceipt>?> RecordOutcomeAsync(OutcomeReport outcome, WriteKey? key, CancellationToken ct) =>
        store.WriteOnceAsync(key, state => FindIn(state, outcome.FixId) is { } fix ? _writes.Append(state, outcome with { FixId = fix.Id }) : null, _ => null, ct);

    public Task<Written<OccurrenceReceipt>?> RecordOccurrenceAsync(Occurrence seen, WriteKey? key, CancellationToken ct) =>
        store.WriteOnceAsync(key, state => _writes.See(state, seen), _ => null, ct);

    public Task<Fix?> CorrectFixAsync(FixCorrection correction, CancellationToken ct) =>
        store.WriteAsync(state => FindIn(state, correction.Id) is { } fix ? Correct(state, fix, _rules.Correction(correction)) : null, ct);

    public Task<ErasedReceipt?> EraseAsync(RecordKind kind, Guid id, long now, CancellationToken ct) =>
        store.WriteAsync(state => ReferenceErasing.Erase(state, kind, id, now, _rules), ct);

    public Task<FixRecord?> GetFixAsync(Guid id, CancellationToken ct) =>
        store.ReadAsync(state => FindIn(state, id) is { } fix ? RecordOf(state, fix, id) : null, ct);

    public Task<Memory?> GetMemoryAsync(Guid id, CancellationToken ct) =>
        store.ReadAsync(
            state =>
            {
                ThrowIfErased(state, RecordKind.Memory, id);
                return state.Memories.GetValueOrDefault(id);
            },
            ct);

    public Task<IReadOnlyList<StoredRecord>> GetManyAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<StoredRecord>>(state => [.. ids.Select(id => Stored(state, id)).OfType<StoredRecord>()], ct);

    public Task<IReadOnlyList<Memory>> GetMemoriesAsync(string key, int limit, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<Memory>>(
            state =>
            {
                var memories = state.Memories.Values.Where(m => _rules.SameKey(m.Key, key)).ToList();
                memories.Sort((a, b) => _rules.Order((a.Ts, a.Id), (b.Ts, b.Id)));
                return [.. memories.Take(_rules.Limit(limit))];
            },
            ct);

    public Task<IReadOnlyList<FixWithEvidence>> ListFixesAsync(FixListQuery query, CancellationToken ct) =>
        store.ReadAsync(state => Newest(state, f => ReferenceReads.Matches(state, f, _rules.List(query), _rules), query.Limit), ct);

    public Task<IReadOnlyList<FixWithEvidence>> FindSimilarAsync(string text, int limit, CancellationToken ct) =>
        store.ReadAsync(state => Newest(state, f => _rules.Contains(f.IssueText, text), limit), ct);

    public Task<SuccessCounts> CountSuccessAsync(string? text, CancellationToken ct) =>
        store.ReadAsync(
            state =>
            {
                var counts = state.Fixes.Values.Where(f => text is null || _rules.Contains(f.IssueText, text)).Select(f => f.Outcomes).ToList();
                return new SuccessCounts(
                    counts.Count, counts.Sum(c => c.Worked), counts.Sum(c => c.AllFailed), counts.Count(c => _rules.IsUnknown(c)));
            },
            ct);

    public Task<IReadOnlyList<IssuePattern>> GetPatternsAsync(long since, long previousSince, long until, int limit, CancellationToken ct) =>
        store.ReadAsync(state => ReferenceReads.Patterns(state, since, previousSince, until, limit, _rules), ct);

    public async IAsyncEnumerable<ExportRecord> ExportAsync([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var line in await store.ReadAsync(state => _rules.Exported(ReferenceExchange.Export(state)).ToList(), ct))
            yield return line;
    }

    public async Task<Written<ImportedReceipt>> ImportAsync(ExportRecord record, WriteKey? key, CancellationToken ct) =>
        (await store.WriteOnceAsync(key, state => new ReferenceExchange(_rules, _writes, state).Import(record), _ => null, ct))!;

    public Task<RecordStats> GetStatsAsync(CancellationToken ct) =>
        store.ReadAsync(
            state => new RecordStats(
                "reference", state.Fixes.Count, state.Memories.Count, state.Outcomes.Count, state.Agents.Count, 0, 1),
            ct);

    private Fix? FindIn(ReferenceState state, Guid id)
    {
        ThrowIfErased(state, RecordKind.Fix, id);
        return state.Fixes.GetValueOrDefault(state.Standing(id));
    }

    private void ThrowIfErased(ReferenceState state, RecordKind kind, Guid id)
    {
        if (_rules.RemembersErasure && state.Erased.ContainsKey((kind, id)))
            throw new DomainException(ProblemCodes.Erased, "This record was erased.");
    }

    private Fix Correct(ReferenceState state, Fix fix, FixCorrection correction)
    {
        if (_rules.ChecksRevision && fix.Revision != correction.ExpectedRevision)
            throw new DomainException(ProblemCodes.RevisionStale, "The fix was changed since it was read.");
        var corrected = fix with
        {
            Tags = correction.Tags is { } tags ? [.. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : fix.Tags,
            Metadata = correction.Metadata ?? fix.Metadata,
            Scope = correction.Scope ?? fix.Scope,
        };
        if (correction.Solution is not { } solution || _rules.SolutionIdentity(solution) == _rules.SolutionIdentity(fix.Solution))
            return _writes.Put(state, corrected);
        if (_rules.Supersedes)
            _writes.Put(state, fix with { SupersededBy = correction.SuccessorId });
        var report = SuccessorReport(corrected, correction, solution);
        state.Reports.Add(new ToldReport(report.Id, report));
        return _writes.Put(state, Fix.FirstTold(report, fix.IssueText) with { Supersedes = _rules.Supersedes ? fix.Id : null });
    }

    private static FixReport SuccessorReport(Fix corrected, FixCorrection correction, string solution) => new()
    {
        Id = correction.SuccessorId,
        Fingerprint = corrected.Fingerprint,
        IssueText = corrected.IssueText,
        Solution = solution,
        Agent = corrected.Agent,
        Scope = corrected.Scope,
        Ts = correction.Now,
        Tags = corrected.Tags,
        Metadata = corrected.Metadata,
    };

    private FixRecord RecordOf(ReferenceState state, Fix fix, Guid asked)
    {
        var shown = asked == fix.Id ? fix : fix with { Id = asked, MergedInto = fix.Id };
        var history = state.Outcomes.Where(o => o.Outcome.FixId == fix.Id).ToList();
        history.Sort((a, b) => _rules.Order((a.Outcome.Ts, a.Outcome.Id), (b.Outcome.Ts, b.Outcome.Id)));
        var reports = state.ReportsOf(fix.Id).ToList();
        reports.Sort((a, b) => _rules.Order((a.Ts, a.Id), (b.Ts, b.Id)));
        return new FixRecord(
            shown, ReferenceReads.Evidence(state, fix.Id, _rules), [.. history.Take(_rules.Limit(100))], [.. reports.Take(_rules.Limit(100))]);
    }

    private StoredRecord? Stored(ReferenceState state, Guid id)
    {
        if (state.Fixes.GetValueOrDefault(state.Standing(id)) is { } fix)
            return new StoredRecord(ReferenceReads.WithEvidence(state, fix, _rules), null);
        return state.Memories.GetValueOrDefault(id) is { } memory ? new StoredRecord(null, memory) : null;
    }

    private IReadOnlyList<FixWithEvidence> Newest(ReferenceState state, Func<Fix, bool> which, int limit) =>
        [.. ReferenceReads.Newest(state.Fixes.Values.Where(which), limit, _rules).Select(f => ReferenceReads.WithEvidence(state, f, _rules))];
}
