using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>A record as a search index takes it in.</summary>
/// <param name="Rid">Its row.</param>
/// <param name="Facts">What ranking has to know of it.</param>
/// <param name="Fingerprint">Fingerprint of a fix; null for a memory.</param>
/// <param name="Terms">Its terms, cut when they are asked for.</param>
internal sealed record IndexableRecord(long Rid, RecordFacts Facts, Fingerprint? Fingerprint, Func<IndexedText> Terms);
