using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>What erasing does to a state.</summary>
internal static class ReferenceErasing
{
    internal static ErasedReceipt? Erase(ReferenceState state, RecordKind kind, Guid id, long now, ReferenceRules rules)
    {
        if (state.Erased.ContainsKey((kind, id)))
            return Receipt(id, already: true);
        var standing = kind == RecordKind.Fix ? state.Standing(id) : id;
        var known = kind == RecordKind.Fix ? state.Fixes.ContainsKey(standing) : state.Memories.ContainsKey(standing);
        if (!known)
            return rules.ErasesWhatNeverWas ? Receipt(id, already: true) : null;
        if (rules.RemembersErasure)
            MarkErased(state, kind, standing, now);
        if (rules.ErasesText)
            Remove(state, kind, standing, rules.Vectors);
        foreach (var before in state.Fixes.Values.Where(f => rules.StandsForItselfAgain && kind == RecordKind.Fix && f.SupersededBy == standing).ToList())
            state.Fixes[before.Id] = before with { SupersededBy = null, Revision = rules.NextRevision(state) };
        return Receipt(id, already: false);
    }

    private static void MarkErased(ReferenceState state, RecordKind kind, Guid id, long now)
    {
        state.Erased[(kind, id)] = now;
        foreach (var twin in state.Twins.Where(t => kind == RecordKind.Fix && t.Value == id).Select(t => t.Key))
            state.Erased[(kind, twin)] = now;
    }

    private static void Remove(ReferenceState state, RecordKind kind, Guid id, VectorRules vectors)
    {
        state.Vectors.Erase(id, vectors);
        if (kind == RecordKind.Memory)
        {
            state.Memories.Remove(id);
            return;
        }

        state.Fixes.Remove(id);
        state.Reports.RemoveAll(r => r.FixId == id);
        state.Outcomes.RemoveAll(o => o.Outcome.FixId == id);
        state.Returns.RemoveAll(r => r.FixId == id);
    }

    private static ErasedReceipt Receipt(Guid id, bool already) =>
        new(id, already, Memory: true, Graph: true, Index: true, "It lived in this process's memory and is gone.");
}
