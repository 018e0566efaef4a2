using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Reference;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>Faults of the vectors: what waits, which model serves, what is erased.</summary>
internal static partial class BrokenStores
{
    private static IEnumerable<(string Fault, ReferenceRules Rules)> Vectors => new (string Fault, VectorRules Rules)[]
    {
        ("lets nothing wait for a vector", new() { Waits = _ => false }),
        ("lets no memory wait for a vector", new() { Waits = kind => kind == RecordKind.Fix }),
        ("lets what was told again wait again", new() { WaitsAgain = true }),
        ("embeds the solution too", new() { TextOfFix = fix => fix.IssueText + "\n" + fix.Solution }),
        ("embeds no key", new() { TextOfMemory = memory => memory.Content }),
        ("tells what waits newest first", new() { WaitingOrder = ids => ids.Reverse() }),
        ("tells what waits by id", new() { WaitingOrder = ids => ids.Order() }),
        ("tells all that waits", new() { Limit = _ => int.MaxValue }),
        ("lets what can have no vector wait on", new() { EndsOnRequest = false }),
        ("says of nothing that it has no vector", new() { FindsWithout = _ => false }),
        ("says of everything that it has no vector", new() { FindsWithout = _ => true }),
        ("says that vectors are off", new() { Told = _ => VectorState.Off }),
        ("says that every vector is there", new() { Told = _ => VectorState.Ready }),
        ("says that no vector is there", new() { Told = _ => VectorState.Pending }),
        ("adopts every model", new() { Adopted = (_, configured) => configured }),
        ("goes on with a model that nobody wants any more", new() { GivesUp = false }),
        ("takes vectors of any model", new() { Takes = _ => true }),
        ("takes no vectors", new() { Takes = _ => false }),
        ("takes vectors of what is not there", new() { NeedsTheRecord = false }),
        ("keeps the first vector", new() { Replaces = false }),
        ("lets what has its vector wait on", new() { EndsWaiting = _ => false }),
        ("ends the waiting with a vector of any model", new() { EndsWaiting = _ => true }),
        ("re-embeds nothing", new() { LetsAllWait = false }),
        ("begins anew with every start", new() { StartsAnew = true, LetsAllWait = true }),
        ("lets a model serve before it is whole", new() { IsWhole = _ => true }),
        ("never lets a new model serve", new() { IsWhole = _ => false }),
        ("deletes what serves", new() { DeletesWhatServes = true }),
        ("keeps the vectors of what was erased", new() { ErasesVectors = false }),
        ("waits for what was erased", new() { ErasesWaiting = false }),
        ("counts no vectors", new() { Stats = stats => stats with { Ready = 0 } }),
        ("counts nothing that waits", new() { Stats = stats => stats with { Waiting = 0 } }),
        ("counts the vectors for the records", new() { Stats = stats => stats with { Records = stats.Ready } }),
        ("does not say which model is made", new() { Stats = stats => stats with { Making = null } }),
        ("names a model that nobody configured", new() { Stats = stats => stats with { Serving = Searching.First } }),
    }.Select(b => (b.Fault, Rules with { Vectors = b.Rules }));
}
