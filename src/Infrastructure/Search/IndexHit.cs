using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>A record that an index found.</summary>
/// <param name="Rid">Its row id.</param>
/// <param name="Facts">What ranking has to know of it.</param>
/// <param name="Score">More is better; the scale belongs to the search that found it.</param>
internal sealed record IndexHit(long Rid, RecordFacts Facts, double Score);
