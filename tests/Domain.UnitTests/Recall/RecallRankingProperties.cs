using CsCheck;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Domain.UnitTests.Recall;

public sealed class RecallRankingProperties
{
    private static readonly Gen<Standing> Standings = Gen.Frequency(
        (1, Gen.Const(Findings.Unknown)), (2, Gen.Select(Gen.Long[0, 30], Gen.Long[0, 30]).Select((worked, failed) => Findings.Standing(worked, failed))));

    private static readonly Gen<Finding[]> FindingSets = Gen.Select(
        Gen.Double[0, 20], Gen.Double[0, 1], Gen.Int[0, 9], Standings, Gen.Int[0, 12], Gen.Int[0, 40])
        .Array[0, 40]
        .Select(rows => rows.Select((row, i) => row.Item3 switch
        {
            0 => Findings.Memory(i, row.Item1, row.Item2, exact: i % 2 == 0, ts: row.Item5),
            _ => Findings.Fix(
                i, row.Item1, row.Item2, exact: row.Item3 == 1, standing: row.Item4, solution: $"do {row.Item5}", success: row.Item4.Score > .4 ? true : null,
                supersededBy: row.Item6 < rows.Length && row.Item6 > i && row.Item3 == 2 ? row.Item6 : null),
        }).ToArray());

    private static readonly Gen<RecallQuestion> Questions = Gen.Select(Gen.Int[1, 20], Gen.Bool).Select((limit, candidates) => new RecallQuestion("disk", limit, candidates));

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
    public void No_outcomes_lift_a_hit_above_the_threshold() => Gen.Select(FindingSets, Standings).Sample((findings, standing) =>
    {
        var lifted = findings.Select(finding => finding.Fix is null ? finding : finding with { Standing = standing }).ToList();
        var results = RecallRanking.Rank(new RecallQuestion("disk", 100, true), lifted, new RecallSettings()).Results;
        Assert.That(results.All(hit => hit.Finding.Exact != ExactMatch.None || hit.Finding.Coverage >= .35), Is.True);
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
        .Select(hit => $"{hit.Id} {hit.Score} {hit.Similar} {string.Join(' ', hit.Differs!)}").Append($"{ranking.Verdict} {ranking.RunnerUpReason}"));
}
