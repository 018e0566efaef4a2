using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The vectors of a state, and what waits for one.</summary>
internal sealed class ReferenceVectors
{
    internal ModelStamp? Serving { get; set; }

    internal ModelStamp? Making { get; set; }

    /// <summary>Records that wait, in the order in which they were taken in.</summary>
    internal List<Guid> Waiting { get; private init; } = [];

    internal Dictionary<(ModelStamp Model, Guid Id), float[]> Stored { get; private init; } = [];

    internal ReferenceVectors Copy() => new() { Serving = Serving, Making = Making, Waiting = [.. Waiting], Stored = new(Stored) };

    internal void Wait(Guid id, bool waits)
    {
        if (waits && !Waiting.Contains(id))
            Waiting.Add(id);
    }

    internal void Erase(Guid id, VectorRules rules)
    {
        if (rules.ErasesWaiting)
            Waiting.Remove(id);
        foreach (var key in Stored.Keys.Where(key => rules.ErasesVectors && key.Id == id).ToList())
            Stored.Remove(key);
    }
}
