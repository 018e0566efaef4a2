using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Domain.Recall;

/// <summary>What ranking has to know of a record, without its texts: small enough for a search to hold it for every record.</summary>
/// <param name="Id">The record.</param>
/// <param name="IsFix">True for a fix, false for a memory.</param>
/// <param name="Ts">Its newest telling, epoch milliseconds.</param>
/// <param name="Success">A fix's newest outcome that is not unknown; null without one, and for a memory.</param>
/// <param name="Solution">Key of a fix's issue and solution: near-same solutions of one issue have the same (<see cref="SolutionKey"/>); 0 for a memory.</param>
/// <param name="SupersededBy">The fix that replaced it, or null.</param>
/// <param name="Evidence">Its counted outcomes by exact scope; empty without evidence.</param>
public sealed record RecordFacts(
    Guid Id, bool IsFix, long Ts, bool? Success, ulong Solution, Guid? SupersededBy, IReadOnlyList<ScopedEvidence> Evidence)
{
    /// <summary>What ranking has to know of a fix.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="evidence">Its counted outcomes by exact scope.</param>
    /// <returns>The facts.</returns>
    public static RecordFacts Of(Fix fix, IReadOnlyList<ScopedEvidence> evidence) =>
        new(fix.Id, true, fix.Ts, fix.Success, SolutionKey.Of(fix.Fingerprint, fix.Solution), fix.SupersededBy, evidence);

    /// <summary>What ranking has to know of a memory.</summary>
    /// <param name="memory">The memory.</param>
    /// <returns>The facts.</returns>
    public static RecordFacts Of(Memory memory) => new(memory.Id, false, memory.Ts, null, 0, null, []);
}
