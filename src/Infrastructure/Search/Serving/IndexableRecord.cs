using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>A record as a search index takes it in.</summary>
/// <param name="Rid">Its row.</param>
/// <param name="Facts">What ranking has to know of it.</param>
/// <param name="Fingerprint">Fingerprint of a fix; null for a memory.</param>
/// <param name="Terms">Its terms, cut when they are asked for.</param>
internal sealed record IndexableRecord(long Rid, RecordFacts Facts, Fingerprint? Fingerprint, Func<IndexedText> Terms)
{
    /// <summary>A fix.</summary>
    public static IndexableRecord Of(long rid, Fix fix, IReadOnlyList<ScopedEvidence> evidence) =>
        new(rid, RecordFacts.Of(fix, evidence), fix.Fingerprint, () => IndexedText.OfFix(fix.IssueText, fix.Solution));

    /// <summary>A memory.</summary>
    public static IndexableRecord Of(long rid, Memory memory) =>
        new(rid, RecordFacts.Of(memory), null, () => IndexedText.OfMemory(memory.Key, memory.Content));
}
