namespace ObsControlPlane.Reliability.Judging;

/// <summary>A fix as the server tells it.</summary>
internal sealed record StoredFix(string Id, string Issue, string Solution, int Sightings, int Worked, int Failed);

/// <summary>A memory as the server tells it.</summary>
internal sealed record StoredMemory(string Id, string Key, string Content);

/// <summary>Everything that a server tells after a fault.</summary>
/// <param name="Fixes">All fixes that its list holds.</param>
/// <param name="Memories">The memories that were asked for by id and found.</param>
/// <param name="Erased">Ids it answers with 410.</param>
/// <param name="Lines">How many lines of its export hold each token that was looked for: memories' and forbidden ones.</param>
/// <param name="Contradictions">Where two of its answers disagree, or one could not be read.</param>
internal sealed record StoredState(
    IReadOnlyList<StoredFix> Fixes,
    IReadOnlyDictionary<string, StoredMemory> Memories,
    IReadOnlySet<string> Erased,
    IReadOnlyDictionary<string, int> Lines,
    IReadOnlyList<string> Contradictions)
{
    /// <summary>Ids of twins that were merged, and the fix that each of them stands for now.</summary>
    public IReadOnlyDictionary<string, string> Merged { get; init; } = new Dictionary<string, string>();
}
