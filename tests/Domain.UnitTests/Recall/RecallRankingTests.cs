using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Recall;

/// <summary>b = .1, threshold .4 of a ceiling of 10; standing without evidence .025.</summary>
public sealed class RecallRankingTests
{
    [Test]
    public void Nothing_found_is_no_result()
    {
        var ranking = Rank();
        Assert.Multiple(() =>
        {
            Assert.That(ranking.Verdict, Is.EqualTo(Verdict.None));
            Assert.That(ranking.Results, Is.Empty);
            Assert.That(ranking.RunnerUpReason, Is.Null);
        });
    }

    [Test]
    public void An_exact_fingerprint_has_relevance_one()
    {
        var hit = Rank(Findings.Fix(1, words: null, exact: true)).Results.Single();
        Assert.Multiple(() =>
        {
            Assert.That(hit.Score, Is.EqualTo(.9 + .0025).Within(1e-9));
            Assert.That(hit.Signals.Select(signal => signal.Name), Is.EqualTo(["fingerprint", "standing"]));
        });
    }

    [Test]
    public void Words_alone_count_as_their_share_of_the_ceiling()
    {
        var ranking = Rank(Findings.Fix(1, words: 8), Findings.Fix(2, words: 5));
        Assert.Multiple(() =>
        {
            Assert.That(ranking.Results[0].Score, Is.EqualTo((.9 * .8) + .0025).Within(1e-9));
            Assert.That(ranking.Results[1].Score, Is.EqualTo((.9 * .5) + .0025).Within(1e-9));
        });
    }

    [TestCase(4, true)]
    [TestCase(3.999, false)]
    public void The_threshold_is_inclusive(double words, bool isResult)
    {
        var ranking = RecallRanking.Rank(Findings.Question(candidates: true), [Findings.Fix(1, words: words)], new RecallSettings());
        Assert.That((ranking.Results.Count, ranking.Candidates.Count), Is.EqualTo(isResult ? (1, 0) : (0, 1)));
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    public void A_threshold_of_words_is_not_passed_by_a_cosine(bool isOfWords, bool isResult)
    {
        var question = Findings.Question(vectorWeight: .9, threshold: new RelevanceThreshold(.5, isOfWords));
        var ranking = RecallRanking.Rank(question, [Findings.Fix(1, words: 1, cosine: .95)], new RecallSettings());
        Assert.That(ranking.Results, Has.Count.EqualTo(isResult ? 1 : 0));
    }

    [Test]
    public void Candidates_come_only_when_asked_for()
    {
        var ranking = Rank(Findings.Fix(1, words: 1));
        Assert.That(ranking.Candidates, Is.Empty);
    }

    [Test]
    public void Outcomes_reorder_what_is_equally_relevant()
    {
        var ranking = Rank(Findings.Fix(1), Findings.Fix(2, standing: Findings.Standing(worked: 9, failed: 0)));
        Assert.Multiple(() =>
        {
            Assert.That(ranking.Results.Select(hit => hit.Id), Is.EqualTo([Findings.Id(2), Findings.Id(1)]));
            Assert.That(ranking.RunnerUpReason, Does.Contain("standing"));
        });
    }

    [Test]
    public void No_outcome_makes_up_for_much_less_relevance()
    {
        var ranking = Rank(Findings.Fix(1), Findings.Fix(2, words: 8, standing: Findings.Standing(worked: 900, failed: 0)));
        Assert.That(ranking.Results[0].Id, Is.EqualTo(Findings.Id(1)));
    }

    [Test]
    public void Equal_scores_go_by_id() => Assert.That(
        Rank(Findings.Fix(3), Findings.Fix(1), Findings.Fix(2)).Results.Select(hit => hit.Id),
        Is.EqualTo([Findings.Id(1), Findings.Id(2), Findings.Id(3)]));

    [Test]
    public void Entries_of_the_very_key_come_first_newest_first()
    {
        var best = Findings.Fix(1, standing: Findings.Standing(worked: 900, failed: 0));
        var ranking = Rank(best, Findings.Memory(2, exact: true, ts: 5), Findings.Memory(3, exact: true, ts: 9));
        Assert.That(ranking.Results.Select(hit => hit.Id), Is.EqualTo([Findings.Id(3), Findings.Id(2), Findings.Id(1)]));
    }

    [Test]
    public void What_failed_is_under_avoid_and_nowhere_else()
    {
        var failed = Findings.Fix(1, exact: true, standing: Findings.Standing(worked: 0, failed: 1), success: false);
        var below = Findings.Fix(2, words: 1, standing: Findings.Standing(worked: 0, failed: 1), success: false);
        var ranking = RecallRanking.Rank(Findings.Question(candidates: true), [failed, below], new RecallSettings());
        Assert.Multiple(() =>
        {
            Assert.That(ranking.Verdict, Is.EqualTo(Verdict.None));
            Assert.That(ranking.Avoid.Select(hit => hit.Id), Is.EqualTo([Findings.Id(1)]));
            Assert.That(ranking.Results.Concat(ranking.Candidates), Is.Empty);
        });
    }

    [TestCase(1, 0, Verdict.Proven)]
    [TestCase(1, 1, Verdict.Unproven)]
    [TestCase(0, 0, Verdict.Unproven)]
    public void The_verdict_is_proven_when_weighted_successes_prevail(long worked, long failed, Verdict verdict) =>
        Assert.That(Rank(Findings.Fix(1, standing: Findings.Standing(worked, failed))).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Memories_are_never_proven() => Assert.That(Rank(Findings.Memory(1, exact: true)).Verdict, Is.EqualTo(Verdict.Unproven));

    [Test]
    public void A_superseded_fix_counts_under_its_last_successor_alone()
    {
        var ranking = Rank(
            Findings.Fix(1, exact: true, supersededBy: 2), Findings.Fix(2, exact: true, supersededBy: 3), Findings.Fix(3, words: 5));
        Assert.That(ranking.Results.Select(hit => (hit.Id, hit.Similar)), Is.EqualTo([(Findings.Id(3), 2)]));
    }

    [Test]
    public void A_superseded_fix_without_its_successor_is_not_shown() =>
        Assert.That(Rank(Findings.Fix(1, exact: true, supersededBy: 2)).Results, Is.Empty);

    [Test]
    public void Fixes_that_supersede_each_other_in_a_circle_end_the_search_all_the_same() =>
        Assert.That(Rank(Findings.Fix(1, supersededBy: 2), Findings.Fix(2, supersededBy: 1)).Results, Is.Empty);

    [Test]
    public void Near_same_solutions_are_grouped_under_the_best()
    {
        var ranking = Rank(
            Findings.Fix(1, words: 9, solution: "restart nginx"), Findings.Fix(2, solution: "Restart  nginx!"), Findings.Fix(3, words: 5, solution: "Reload nginx"));
        Assert.That(
            ranking.Results.Select(hit => (hit.Id, hit.Similar)), Is.EqualTo([(Findings.Id(2), 1), (Findings.Id(3), 0)]));
    }

    [Test]
    public void Numbers_keep_solutions_apart() =>
        Assert.That(Rank(Findings.Fix(1, solution: "chmod 644 /x"), Findings.Fix(2, solution: "chmod 755 /x")).Results, Has.Count.EqualTo(2));

    [TestCase("chmod +x f", "chmod -x f")]
    [TestCase("echo 1 > f", "echo 1 >> f")]
    [TestCase("stop a && start b", "stop a || start b")]
    public void Operators_and_signs_keep_solutions_apart(string one, string other) =>
        Assert.That(Rank(Findings.Fix(1, solution: one), Findings.Fix(2, solution: other)).Results.Select(hit => hit.Similar), Is.EqualTo([0, 0]));

    [Test]
    public void Opposites_are_never_grouped()
    {
        var ranking = Rank(
            Findings.Fix(1, solution: "restart", success: true, standing: Findings.Standing(3, 1)),
            Findings.Fix(2, solution: "Restart", success: false, standing: Findings.Standing(3, 1)),
            Findings.Fix(3, solution: "Restart."));
        Assert.That(ranking.Results.Select(hit => hit.Similar), Is.EqualTo([0, 0, 0]));
    }

    [Test]
    public void Alternatives_of_one_issue_are_all_listed() =>
        Assert.That(Rank(Findings.Fix(1, exact: true), Findings.Fix(2, exact: true), Findings.Fix(3, exact: true)).Results, Has.Count.EqualTo(3));

    [Test]
    public void Related_fixes_rank_by_what_they_share_and_leave_out_what_failed_or_was_replaced()
    {
        var related = RecallRanking.RankRelated(
            Findings.Question(limit: 2),
            [
                Findings.Fix(1) with { Shared = 1 }, Findings.Fix(2) with { Shared = 4 }, Findings.Fix(3) with { Shared = 2 },
                Findings.Fix(4, standing: Findings.Standing(0, 1)) with { Shared = 9 }, Findings.Fix(5, supersededBy: 1) with { Shared = 9 },
            ],
            new RecallSettings());
        Assert.Multiple(() =>
        {
            Assert.That(related.Select(hit => hit.Id), Is.EqualTo([Findings.Id(2), Findings.Id(3)]));
            Assert.That(related[0].Score, Is.EqualTo((.9 * .8) + .0025).Within(1e-9));
        });
    }

    [Test]
    public void One_success_of_one_stays_below_forty_of_forty_two()
    {
        var ranking = Rank(Findings.Fix(1, standing: Findings.Standing(worked: 1, failed: 0)), Findings.Fix(2, standing: Findings.Standing(worked: 40, failed: 2)));
        Assert.That(ranking.Results.Select(hit => hit.Id), Is.EqualTo([Findings.Id(2), Findings.Id(1)]));
    }

    [Test]
    public void What_failed_three_times_of_three_never_comes_first_not_even_alone()
    {
        var failed = Findings.Fix(1, exact: true, standing: Findings.Standing(worked: 0, failed: 3));
        Assert.Multiple(() =>
        {
            Assert.That(Rank(failed).Results, Is.Empty);
            Assert.That(Rank(failed, Findings.Fix(2, words: 4)).Results.Select(hit => hit.Id), Is.EqualTo([Findings.Id(2)]));
        });
    }

    [TestCase(false)]
    [TestCase(true)]
    public void One_failure_among_forty_successes_sends_no_fix_to_avoid(bool elsewhere)
    {
        ScopedEvidence[] evidence =
        [
            new(new Scope("pay"), new EvidenceTally(40), default, 0, 0, 0, null, null),
            new(new Scope(elsewhere ? "mail" : "pay", "web-1"), default, new EvidenceTally(1), 0, 0, 0, null, null),
        ];
        var standing = StandingCalculator.For(evidence, new Scope(elsewhere ? "mail" : "pay"), 0, new OutcomeSettings());
        var ranking = Rank(Findings.Fix(1, standing: standing));
        Assert.That((ranking.Results.Count, ranking.Avoid.Count), Is.EqualTo((1, 0)));
    }

    private static Ranking Rank(params Finding[] findings) => RecallRanking.Rank(Findings.Question(), findings, new RecallSettings());
}
