using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Ranks what the legs of a recall found (contract 6): relevance decides, standing reorders what is about equally relevant, and the
/// threshold tests relevance alone, so that no outcome lifts a hit above it. Pure; the order of the findings makes no difference.
/// </summary>
public static class RecallRanking
{
    /// <summary>Ranks an answer.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="findings">What the legs found, each record once.</param>
    /// <param name="settings">Weights and threshold.</param>
    /// <returns>The answer; with a smaller limit its lists are the heads of those with a larger one.</returns>
    public static Ranking Rank(RecallQuestion question, IReadOnlyCollection<Finding> findings, RecallSettings settings)
    {
        var fusion = new RelevanceFusion(findings, question, settings.Depth);
        var hits = Succession.Fold([.. findings.Select(finding => HitOf(finding, fusion.Of(finding), question, settings))]);

        var passing = hits.Where(hit => hit.Passes).Order(RankedHit.BestFirst).ToList();
        var candidates = question.Candidates ? hits.Where(hit => !hit.Passes && !IsToAvoid(hit)).Order(RankedHit.BestFirst) : Enumerable.Empty<RankedHit>();
        return new Ranking(
            [.. NearSame.Fold(passing.Where(hit => !IsToAvoid(hit)))], [.. NearSame.Fold(passing.Where(IsToAvoid))], [.. NearSame.Fold(candidates)]).Head(question.Limit);
    }

    /// <summary>Ranks what the graph connects with the issue asked about.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="findings">What the graph found, each record once.</param>
    /// <param name="settings">Weights.</param>
    /// <returns>Best first, ties by id, at most the question's limit; without what is to be avoided or was superseded.</returns>
    public static IReadOnlyList<RankedHit> RankRelated(RecallQuestion question, IReadOnlyCollection<Finding> findings, RecallSettings settings)
    {
        var fusion = new RelevanceFusion(findings, question, settings.Depth);
        return
        [
            .. findings
                .Select(finding => Score(finding, fusion.Of(finding), passes: true, settings))
                .Where(hit => !IsToAvoid(hit) && hit.Finding.Record.SupersededBy is null)
                .Order(RankedHit.BestFirst)
                .Take(question.Limit),
        ];
    }

    // What does not pass is shown when candidates are wanted, and else only counts for its successor.
    private static RankedHit HitOf(Finding finding, Relevance relevance, RecallQuestion question, RecallSettings settings)
    {
        var tested = question.Threshold.IsOfWords ? relevance.Words : relevance.Value;
        var passes = finding.Exact != ExactMatch.None || tested >= question.Threshold.Least;
        return passes || question.Candidates ? Score(finding, relevance, passes, settings) : new RankedHit(finding, 0, [], Passes: false);
    }

    private static RankedHit Score(Finding finding, Relevance relevance, bool passes, RecallSettings settings)
    {
        var standing = finding.Standing?.Score ?? StandingCalculator.NoEvidenceLow;
        Signal[] signals =
        [
            .. relevance.Parts.Select(part => part.Within(1 - settings.StandingWeight)),
            Signal.Of("standing", standing, standing, settings.StandingWeight),
        ];
        return new RankedHit(finding, signals.Sum(signal => signal.Contribution), signals, passes);
    }

    private static bool IsToAvoid(RankedHit hit) => hit.Finding.Standing?.Avoid ?? false;
}
