using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Ranks what the graph connects with the issue asked about.</summary>
internal static class RecallRelated
{
    /// <summary>The related fixes of an answer.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="subject">What is wanted at all.</param>
    /// <param name="whole">The rest of the answer with the largest limit; what it shows is not shown again, so that a smaller limit is the head of a larger one.</param>
    /// <param name="found">What the graph found.</param>
    /// <param name="standing">The standing that evidence gives for the scope asked about.</param>
    /// <param name="settings">Weights.</param>
    /// <returns>Best first, ties by id.</returns>
    public static IReadOnlyList<RelatedHit> Rank(
        RecallQuestion question, RecallSubject subject, Ranking whole, IReadOnlyList<RelatedFix> found,
        Func<IReadOnlyList<ScopedEvidence>, Standing> standing, RecallSettings settings)
    {
        var elsewhere = whole.Hits.Select(hit => hit.Id).ToHashSet();
        var fixes = found.DistinctBy(fix => fix.Fix.Fix.Id)
            .Where(fix => subject.Takes(fix.Fix.Fix) && !elsewhere.Contains(fix.Fix.Fix.Id))
            .ToDictionary(fix => fix.Fix.Fix.Id);
        var findings = fixes.Values.Select(fix => new Finding
        {
            Record = RecordFacts.Of(fix.Fix.Fix, fix.Fix.Evidence),
            Standing = standing(fix.Fix.Evidence),
            Shared = fix.Shared,
        });
        return [.. RecallRanking.RankRelated(question, [.. findings], settings).Select(hit => new RelatedHit(hit, fixes[hit.Id]))];
    }
}

/// <summary>A hit of the graph.</summary>
/// <param name="Hit">Its place.</param>
/// <param name="Fix">The fix and the way to it.</param>
internal sealed record RelatedHit(RankedHit Hit, RelatedFix Fix);
