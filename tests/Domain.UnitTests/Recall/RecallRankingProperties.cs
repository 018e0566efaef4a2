using CsCheck;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Domain.UnitTests.Recall;

public sealed class RecallRankingProperties
{
    private static readonly Gen<Standing> Standings = Gen.Frequency(
        (1, Gen.Const(Findings.Unknown)), (2, Gen.Select(Gen.Long[0, 30], Gen.Long[0, 30]).Select((worked, failed) => Findings.Standing(worked, failed))));

    // Some leg has found it.
    private static readonly Gen<(double? Words, double? Cosine)> Scores = Gen.Select(Gen.Int[0, 3], Gen.Double[.01, 12], Gen.Double[-1, 1])
        .Select((found, words, cosine) => (found == 0 ? (double?)null : words, found == 1 ? (double?)null : cosine));

    private static readonly Gen<Finding[]> FindingSets = Gen.Select(Scores, Gen.Int[0, 9], Standings, Gen.Int[0, 12], Gen.Int[0, 40])
        .Array[0, 40]
        .Select(rows => rows.Select((row, i) => row.Item2 switch
        {
            0 => Findings.Memory(i, row.Item1.Words, row.Item1.Cosine, exact: i % 2 == 0, ts: row.Item4),
            _ => Findings.Fix(
                i, row.Item1.Words, row.Item1.Cosine, exact: row.Item2 == 1, standing: row.Item3, solution: $"do {row.Item4}", success: row.Item3.Score > .4 ? true : null,
                supersededBy: row.Item5 < rows.Length && row.Item5 > i && row.Item2 == 2 ? row.Item5 : null),
        }).ToArray());

    private static readonly Gen<RecallQuestion> Questions = Gen.Select(Gen.Int[1, 20], Gen.Bool, Gen.Bool, Gen.Double[0, 1], Gen.Double[0, 1], Gen.Bool).Select(
        (limit, candidates, hasVectors, weight, least, isOfWords) =>
            Findings.Question(limit, candidates, hasVectors ? weight : null, new RelevanceThreshold(least, isOfWords)));

    [Test]
    public void Contributions_add_up_to_the_score_and_scores_stay_between_0_and_1() => Gen.Select(FindingSets, Questions).Sample((findings, question) =>
    {
        var ranking = RecallRanking.Rank(question, findings, new RecallSettings());
        foreach (var hit in ranking.Results.Concat(ranking.Avoid).Concat(ranking.Candidates))
        {
            Assert.That(hit.Signals.Sum(signal => signal.Contribution), Is.EqualTo(hit.Score).Within(1e-6));
            Assert.That(hit.Signals.Sum(signal => signal.Weight), Is.EqualTo(1).Within(1e-9));
            Assert.That(hit.Score, Is.InRange(0, 1));
        }
    });

    [Test]
    public void No_outcomes_lift_a_hit_above_the_threshold() => Gen.Select(FindingSets, Questions, Standings.Array[40]).Sample((findings, question, standings) =>
    {
        var lifted = findings.Select((finding, i) => finding.Record.IsFix ? finding with { Standing = standings[i] } : finding).ToList();
        var fusion = new RelevanceFusion(findings, question, new RecallSettings().Depth);
        var passing = findings.Where(Passes).Select(finding => finding.Id).ToHashSet();
        var ranking = RecallRanking.Rank(question with { Limit = 100, Candidates = true }, lifted, new RecallSettings());
        Assert.That(Ids([.. ranking.Results, .. ranking.Avoid]).Where(id => !passing.Contains(id)), Is.Empty);
        Assert.That(Ids(ranking.Candidates).Where(passing.Contains), Is.Empty);
        Assert.That(ranking.Verdict == Verdict.None, Is.EqualTo(ranking.Results.Count == 0));

        bool Passes(Finding finding)
        {
            var relevance = fusion.Of(finding);
            return finding.Exact != ExactMatch.None || (question.Threshold.IsOfWords ? relevance.Words : relevance.Value) >= question.Threshold.Least;
        }
    });

    [Test]
    public void What_failed_every_time_is_never_a_result() => Gen.Select(FindingSets, Questions, Gen.Int[3, 30], Gen.Int[0, 39]).Sample((findings, question, failures, at) =>
    {
        if (at >= findings.Length || !findings[at].Record.IsFix)
            return;
        var failed = findings.ToArray();
        failed[at] = failed[at] with { Standing = Findings.Standing(0, failures) };
        var ranking = RecallRanking.Rank(question, failed, new RecallSettings());
        Assert.That(Ids([.. ranking.Results, .. ranking.Candidates]), Has.None.EqualTo(failed[at].Id));
    });

    [Test]
    public void A_smaller_limit_is_the_head_of_a_larger_one() => Gen.Select(FindingSets, Questions, Gen.Int[1, 20]).Sample((findings, question, limit) =>
    {
        var small = RecallRanking.Rank(question with { Limit = Math.Min(limit, question.Limit) }, findings, new RecallSettings());
        var large = RecallRanking.Rank(question with { Limit = Math.Max(limit, question.Limit) }, findings, new RecallSettings());
        Assert.That(Ids([.. small.Results, .. small.Candidates]), Is.EqualTo(Ids([.. large.Results, .. large.Candidates]).Take(small.Results.Count + small.Candidates.Count)));
        Assert.That(Ids(small.Avoid), Is.EqualTo(Ids(large.Avoid).Take(small.Avoid.Count)));
        Assert.That(small.Results.Count + small.Candidates.Count, Is.LessThanOrEqualTo(Math.Min(limit, question.Limit)));
    });

    [Test]
    public void The_order_of_the_findings_makes_no_difference() => Gen.Select(FindingSets, Questions, Gen.Int).Sample((findings, question, seed) =>
    {
        var shuffled = findings.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.That(Told(RecallRanking.Rank(question, shuffled, new RecallSettings())), Is.EqualTo(Told(RecallRanking.Rank(question, findings, new RecallSettings()))));
    });

    [Test]
    public void No_record_is_in_two_lists() => Gen.Select(FindingSets, Questions).Sample((findings, question) =>
    {
        var ranking = RecallRanking.Rank(question, findings, new RecallSettings());
        Assert.That(Ids([.. ranking.Results, .. ranking.Avoid, .. ranking.Candidates]), Is.Unique);
    });

    [Test]
    public void Every_list_falls_by_score_after_the_entries_of_the_key() => Gen.Select(FindingSets, Questions).Sample((findings, question) =>
    {
        var ranking = RecallRanking.Rank(question, findings, new RecallSettings());
        foreach (var list in new[] { ranking.Results, ranking.Avoid, ranking.Candidates })
            Assert.That(list.Where(hit => hit.Finding.Exact != ExactMatch.Key).Select(hit => hit.Score), Is.Ordered.Descending);
    });

    private static IEnumerable<Guid> Ids(IEnumerable<RankedHit> hits) => hits.Select(hit => hit.Id);

    private static string Told(Ranking ranking) => string.Join('\n', ((IEnumerable<RankedHit>)[.. ranking.Results, .. ranking.Avoid, .. ranking.Candidates])
        .Select(hit => $"{hit.Id} {hit.Score} {hit.Similar}").Append($"{ranking.Verdict} {ranking.RunnerUpReason}"));
}
