using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The vectors in their plainest form.</summary>
internal sealed class ReferenceVectorMemory(ReferenceStore store) : IVectorMemory
{
    private readonly VectorRules _rules = store.Rules.Vectors;

    public bool IsBusy => false;

    public Task<VectorStats> GetVectorStatsAsync(CancellationToken ct) => store.ReadAsync(Stats, ct);

    public Task<IReadOnlyList<WaitingText>> GetWaitingAsync(int limit, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<WaitingText>>(
            state => [.. _rules.WaitingOrder(state.Vectors.Waiting).Take(_rules.Limit(limit)).Select(id => new WaitingText(id, Text(state, id)))], ct);

    public Task<IReadOnlySet<Guid>> FindWithoutVectorAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        store.ReadAsync<IReadOnlySet<Guid>>(state => ids.Where(id => _rules.FindsWithout(HasNone(state, id))).ToHashSet(), ct);

    public Task<int> StoreVectorsAsync(ModelStamp model, IReadOnlyList<RecordVector> vectors, CancellationToken ct) =>
        store.WriteAsync(
            state =>
            {
                var of = state.Vectors;
                if (!_rules.Takes(model == of.Serving || model == of.Making))
                    return 0;
                var stored = vectors.Count(vector => Store(state, model, vector));
                if (model == of.Making && _rules.IsWhole(of.Waiting.Count))
                    (of.Serving, of.Making) = (model, null);
                return stored;
            },
            ct);

    public Task<int> EndWaitingAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        store.WriteAsync(state => ids.Count(id => _rules.EndsOnRequest && state.Vectors.Waiting.Remove(id)), ct);

    public Task<VectorStats> AdoptModelAsync(ModelStamp model, CancellationToken ct) =>
        store.WriteAsync(
            state =>
            {
                var of = state.Vectors;
                of.Serving = _rules.Adopted(of.Serving, model);
                if (of.Serving == model && of.Making is not null && _rules.GivesUp)
                    GiveUp(state, of.Serving);
                return Stats(state);
            },
            ct);

    public Task<VectorStats> StartReEmbeddingAsync(ModelStamp model, CancellationToken ct) =>
        store.WriteAsync(
            state =>
            {
                Start(state, model);
                return Stats(state);
            },
            ct);

    public Task<int> DeleteOldVectorsAsync(int limit, CancellationToken ct) =>
        store.WriteAsync(
            state =>
            {
                var of = state.Vectors;
                var old = of.Stored.Keys.Where(key => key.Model != of.Making && (_rules.DeletesWhatServes || key.Model != of.Serving)).Take(_rules.Limit(limit)).ToList();
                old.ForEach(key => of.Stored.Remove(key));
                return old.Count;
            },
            ct);

    private void Start(ReferenceState state, ModelStamp model)
    {
        var of = state.Vectors;
        if (of.Serving is null)
        {
            of.Serving = model;
            return;
        }

        if (of.Making == model && !_rules.StartsAnew)
            return;
        of.Making = of.Serving == model ? null : model;
        foreach (var id in state.Fixes.Keys.Concat(state.Memories.Keys))
            of.Wait(id, _rules.LetsAllWait);
    }

    private static void GiveUp(ReferenceState state, ModelStamp serving)
    {
        var of = state.Vectors;
        of.Making = null;
        of.Waiting.Clear();
        foreach (var id in state.Fixes.Keys.Concat(state.Memories.Keys).Where(id => !of.Stored.ContainsKey((serving, id))))
            of.Wait(id, true);
    }

    private bool Store(ReferenceState state, ModelStamp model, RecordVector vector)
    {
        var of = state.Vectors;
        if (_rules.NeedsTheRecord && !state.Fixes.ContainsKey(vector.Id) && !state.Memories.ContainsKey(vector.Id))
            return false;
        if (_rules.Replaces || !of.Stored.ContainsKey((model, vector.Id)))
            of.Stored[(model, vector.Id)] = vector.Values;
        if (_rules.EndsWaiting(model == (of.Making ?? of.Serving)))
            of.Waiting.Remove(vector.Id);
        return true;
    }

    private static bool HasNone(ReferenceState state, Guid id) =>
        (state.Fixes.ContainsKey(id) || state.Memories.ContainsKey(id)) && !(state.Vectors.Serving is { } serving && state.Vectors.Stored.ContainsKey((serving, id)));

    private string Text(ReferenceState state, Guid id) => state.Fixes.GetValueOrDefault(id) is { } fix
        ? _rules.TextOfFix(fix)
        : state.Memories.GetValueOrDefault(id) is { } memory ? _rules.TextOfMemory(memory) : "";

    private VectorStats Stats(ReferenceState state)
    {
        var of = state.Vectors;
        return _rules.Stats(new VectorStats(
            of.Serving, of.Making, of.Stored.Keys.Count(key => key.Model == of.Serving), of.Waiting.Count, state.Fixes.Count + state.Memories.Count));
    }
}
