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
        var best = findings.Max(finding => (double?)finding.Words) ?? 0;
        var hits = Succession.Fold([.. findings.Select(finding => Score(finding, best, settings))]);
        hits.Sort(RankedHit.BestFirst);

        var passing = hits.Where(hit => Passes(hit.Finding, settings)).ToList();
        var results = Show(passing.Where(hit => !IsToAvoid(hit)), question.Limit, question.Text);
        var avoid = Show(passing.Where(IsToAvoid), question.Limit, question.Text);
        var candidates = question.Candidates
            ? Show(hits.Where(hit => !Passes(hit.Finding, settings) && !IsToAvoid(hit)), question.Limit - results.Count, question.Text)
            : [];
        return new Ranking(VerdictOf(results), results, avoid, candidates, results.Count < 2 ? null : RunnerUpReason.Of(results[0], results[1]));
    }

    /// <summary>Ranks what the graph connects with the issue asked about.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="findings">What the graph found, each record once.</param>
    /// <param name="settings">Weights.</param>
    /// <returns>Best first, ties by id, at most the question's limit; without what is to be avoided or was superseded.</returns>
    public static IReadOnlyList<RankedHit> RankRelated(RecallQuestion question, IReadOnlyCollection<Finding> findings, RecallSettings settings) =>
    [
        .. findings
            .Select(finding => Score(finding, 0, settings))
            .Where(hit => !IsToAvoid(hit) && hit.Finding.Fix?.SupersededBy is null)
            .Order(RankedHit.BestFirst)
            .Take(question.Limit)
            .Select(hit => hit with { Differs = DifferingWords.Of(hit.Finding, DifferingWords.In(question.Text)) }),
    ];

    private static RankedHit Score(Finding finding, double best, RecallSettings settings)
    {
        var standing = finding.Standing?.Score ?? StandingCalculator.NoEvidenceLow;
        var relevance = 1 - settings.StandingWeight;
        Signal[] signals = finding switch
        {
            { Exact: ExactMatch.Key } => [Part("key", 1, 1, relevance)],
            { Exact: ExactMatch.Fingerprint } => [Part("fingerprint", 1, 1, relevance)],
            { Shared: > 0 } => [Part("graph", finding.Shared, finding.Shared / (finding.Shared + 1.0), relevance)],
            _ =>
            [
                Part("words", finding.Words, best > 0 ? finding.Words / best : 0, relevance / 2),
                Part("coverage", finding.Coverage, finding.Coverage, relevance / 2),
            ],
        };
        signals = [.. signals, Part("standing", standing, standing, settings.StandingWeight)];
        return new RankedHit(finding, signals.Sum(signal => signal.Contribution), signals);
    }

    private static Signal Part(string name, double raw, double normalised, double weight) => new(name, raw, normalised, weight, normalised * weight);

    private static bool Passes(Finding finding, RecallSettings settings) => finding.Exact != ExactMatch.None || finding.Coverage >= settings.Threshold;

    private static bool IsToAvoid(RankedHit hit) => hit.Finding.Standing?.Avoid ?? false;

    private static List<RankedHit> Show(IEnumerable<RankedHit> ordered, int limit, string question)
    {
        var known = DifferingWords.In(question);
        return [.. NearSame.Fold(ordered).Take(limit).Select(hit => hit with { Differs = DifferingWords.Of(hit.Finding, known) })];
    }

    private static Verdict VerdictOf(List<RankedHit> results)
    {
        if (results.Count == 0)
            return Verdict.None;
        return results.Exists(hit => hit.Finding.Standing?.Proven ?? false) ? Verdict.Proven : Verdict.Unproven;
    }
}
