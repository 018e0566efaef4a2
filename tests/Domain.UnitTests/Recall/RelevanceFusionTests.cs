using CsCheck;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Domain.UnitTests.Recall;

public sealed class RelevanceFusionTests
{
    private static readonly Gen<(double? Words, double? Cosine)[]> ScoreSets = Gen.Select(Gen.Int[0, 3], Gen.Double[.01, 12], Gen.Double[-1, 1])
        .Select((found, words, cosine) => (found == 0 ? (double?)null : words, found == 1 ? (double?)null : cosine)).Array[1, 30];

    [Test]
    public void Weights_add_up_to_1_and_contributions_to_a_relevance_between_0_and_1() => Gen.Select(ScoreSets, Gen.Double[0, 1]).Sample((scores, weight) =>
    {
        var findings = Found(scores);
        var fusion = new RelevanceFusion(findings, Findings.Question(vectorWeight: weight), depth: 1);
        foreach (var relevance in findings.Select(fusion.Of))
        {
            Assert.That(relevance.Parts.Sum(part => part.Weight), Is.EqualTo(1).Within(1e-9));
            Assert.That(relevance.Parts.Sum(part => part.Contribution), Is.EqualTo(relevance.Value).Within(1e-9));
            Assert.That((relevance.Value, relevance.Words), Is.EqualTo((Math.Clamp(relevance.Value, 0, 1), Math.Clamp(relevance.Words, 0, 1))));
        }
    });

    [Test]
    public void Who_is_better_in_both_measures_is_not_less_relevant() => Gen.Select(ScoreSets, Gen.Double[0, 1]).Sample((scores, weight) =>
    {
        var findings = Found(scores).Where(finding => finding is { Words: not null, Cosine: not null }).ToArray();
        var fusion = new RelevanceFusion(findings, Findings.Question(vectorWeight: weight), depth: 1);
        foreach (var (one, other) in findings.SelectMany(one => findings.Select(other => (one, other))))
        {
            if (one.Words >= other.Words && one.Cosine >= other.Cosine)
                Assert.That(fusion.Of(one).Value, Is.GreaterThanOrEqualTo(fusion.Of(other).Value - 1e-12));
        }
    });

    [Test]
    public void What_a_full_leg_did_not_return_has_the_lowest_score_that_it_did_return() => Gen.Select(ScoreSets, Gen.Double[0, 1]).Sample((scores, weight) =>
    {
        var (leastWords, leastCosine) = (scores.Min(score => score.Words) ?? 0, scores.Min(score => score.Cosine) ?? 0);
        Finding[] asFound = Found(scores), filled = Found([.. scores.Select(score => (score.Words ?? (double?)leastWords, score.Cosine ?? (double?)leastCosine))]);
        var question = Findings.Question(vectorWeight: weight);
        if (!scores.Any(score => score.Cosine is not null))
            return;
        var (fusion, filledFusion) = (new RelevanceFusion(asFound, question, depth: 1), new RelevanceFusion(filled, question, depth: 1));
        Assert.That(asFound.Select(finding => fusion.Of(finding).Value), Is.EqualTo(filled.Select(finding => filledFusion.Of(finding).Value)).Within(1e-9));
    });

    [Test]
    public void What_a_leg_left_out_that_was_not_full_holds_none_of_the_words()
    {
        Finding[] findings = [Findings.Fix(1, words: 9, cosine: .8), Findings.Fix(2, words: null, cosine: .5)];
        var relevance = new RelevanceFusion(findings, Findings.Question(vectorWeight: .5), depth: 2).Of(findings[1]);
        Assert.That((relevance.Value, relevance.Words), Is.EqualTo((.25, 0.0)));
    }

    [Test]
    public void A_record_without_a_vector_passes_as_it_would_by_words_alone()
    {
        var question = Findings.Question(vectorWeight: .5, threshold: new RelevanceThreshold(.6, IsOfWords: false));
        Finding[] findings = [Waiting(1, words: 5), Waiting(2, words: 3), Waiting(4, words: 4), Findings.Fix(3, words: 1, cosine: .9)];
        var fusion = new RelevanceFusion(findings, question, depth: 1);
        Assert.Multiple(() =>
        {
            // A sixth of the way above the words' threshold; there its words are .05 of the fused .6 (a ceiling of 10 against 160), so its cosine would be 1.1.
            Assert.That(fusion.Of(findings[0]).Value, Is.EqualTo(.6 + (.4 / 6)).Within(1e-9));
            Assert.That(fusion.Of(findings[1]).Value, Is.EqualTo(.45).Within(1e-9));
            Assert.That(fusion.Of(findings[2]).Value, Is.EqualTo(.6));
            Assert.That(
                RecallRanking.Rank(question, findings, new RecallSettings()).Results.Select(hit => hit.Id),
                Does.Contain(Findings.Id(1)).And.Contain(Findings.Id(4)).And.Not.Contains(Findings.Id(2)));
        });
    }

    // Carried model: weight .55, thresholds .422 and .293. In a question of 20 words it would just pass with a cosine of .5275.
    [TestCase(.293, .422)]
    [TestCase(.6465, .422 + (.45 * .3535) + (.55 * .4725 / 4))]
    [TestCase(1, .45 + (.55 * (.5275 + 1) / 2))]
    public void Without_a_vector_it_is_as_if_its_cosine_rose_half_way_to_1_with_its_words(double share, double relevance) =>
        Assert.That(Of(Waiting(1, words: share * 160), Carried(160)).Value, Is.EqualTo(relevance).Within(1e-4));

    [TestCase(40)]
    [TestCase(160)]
    [TestCase(600)]
    public void While_its_vector_is_made_a_record_stays_behind_one_that_fits_better_in_words_and_vector(double ceiling)
    {
        var question = Carried(ceiling);
        foreach (var share in Enumerable.Range(1, 9).Select(tenth => tenth / 10.0))
        {
            var better = Of(Findings.Fix(2, words: (share + .05) * ceiling, cosine: .85), question).Value;
            Assert.That(Of(Waiting(1, words: share * ceiling), question).Value, Is.LessThan(better), $"{share}");
        }
    }

    [Test]
    public void Without_vectors_more_words_are_more_relevant_and_the_thresholds_coincide() =>
        Gen.Select(Gen.Double[.01, .99], Gen.Double[.01, .99], Gen.Double[.01, .99], Gen.Double[1, 2_000], Gen.Double[.01, 1].Array[2, 9]).Sample(
            (weight, least, leastOfWords, ceiling, shares) =>
            {
                var question = Findings.Question(vectorWeight: weight, threshold: new RelevanceThreshold(least, IsOfWords: false))
                    with { WordCeiling = ceiling, WordsThreshold = leastOfWords };
                var hits = shares.Order().Select(share => Of(Waiting(1, words: share * ceiling), question)).ToList();
                Assert.That(hits.Select(hit => hit.Value), Is.Ordered.Ascending.And.All.InRange(0, 1));
                Assert.That(
                    hits.Zip(hits.Skip(1)).Where(pair => pair.Second.Words - pair.First.Words > 1e-6).Select(pair => pair.Second.Value - pair.First.Value), Is.All.Positive);
                Assert.That(hits.Select(hit => hit.Value >= least), Is.EqualTo(hits.Select(hit => hit.Words >= leastOfWords)));
            });

    [TestCase(10, 1)]
    [TestCase(4, .4)]
    [TestCase(11, 1)]
    public void Without_vectors_it_is_the_words_share_of_the_ceiling(double words, double share)
    {
        Finding[] findings = [Findings.Fix(1, words), Findings.Fix(2, words: 1)];
        var relevance = new RelevanceFusion(findings, Findings.Question(), depth: 1).Of(findings[0]);
        Assert.Multiple(() =>
        {
            Assert.That((relevance.Value, relevance.Words), Is.EqualTo((share, share)));
            Assert.That(relevance.Parts.Select(part => (part.Name, part.Weight)), Is.EqualTo([("words", 1.0)]));
        });
    }

    [Test]
    public void A_question_without_words_is_answered_by_the_cosine()
    {
        Finding[] findings = [Findings.Fix(1, words: null, cosine: .9), Findings.Fix(2, words: null, cosine: .2)];
        var fusion = new RelevanceFusion(findings, Findings.Question(vectorWeight: .5) with { WordCeiling = 0 }, depth: 1);
        Assert.Multiple(() =>
        {
            Assert.That(fusion.Of(findings[0]).Value, Is.GreaterThan(fusion.Of(findings[1]).Value));
            Assert.That(fusion.Of(findings[0]).Words, Is.Zero);
        });
    }

    [Test]
    public void More_weight_of_the_vectors_gives_them_more_of_the_relevance()
    {
        Finding[] findings = [Findings.Fix(1, words: 2, cosine: .9), Findings.Fix(2, words: 9, cosine: .1)];
        var shares = new[] { 0, .2, .5, .8, 1 }
            .Select(weight => new RelevanceFusion(findings, Findings.Question(vectorWeight: weight), depth: 1).Of(findings[0]).Value).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(shares, Is.Ordered.Ascending.And.Unique);
            Assert.That((shares[0], shares[^1]), Is.EqualTo((.2, .9)).Within(1e-9));
        });
    }

    [Test]
    public void What_is_exactly_asked_for_is_wholly_relevant_and_changes_nothing_for_the_others()
    {
        Finding[] compared = [Findings.Fix(1, words: 6, cosine: .7), Findings.Fix(2, words: 2, cosine: .3)];
        Finding[] exact = [Findings.Fix(3, words: 9, cosine: .99, exact: true), Findings.Memory(4, words: 1, cosine: .9, exact: true)];
        var question = Findings.Question(vectorWeight: .4);
        var (without, with) = (new RelevanceFusion(compared, question, depth: 1), new RelevanceFusion([.. compared, .. exact], question, depth: 1));
        Assert.Multiple(() =>
        {
            Assert.That(exact.Select(finding => with.Of(finding).Value), Is.All.EqualTo(1));
            Assert.That(exact.Select(finding => with.Of(finding).Parts.Single().Name), Is.EqualTo(["fingerprint", "key"]));
            Assert.That(compared.Select(finding => with.Of(finding).Value), Is.EqualTo(compared.Select(finding => without.Of(finding).Value)));
        });
    }

    [Test]
    public void The_graph_counts_what_is_shared()
    {
        var values = Enumerable.Range(1, 4).Select(shared => new RelevanceFusion([], Findings.Question(), depth: 1).Of(Findings.Fix(1) with { Shared = shared }).Value);
        Assert.That(values, Is.Ordered.Ascending.And.All.InRange(0, 1));
    }

    private static RecallQuestion Carried(double ceiling) =>
        Findings.Question(vectorWeight: .55, threshold: new RelevanceThreshold(.422, IsOfWords: false)) with { WordCeiling = ceiling, WordsThreshold = .293 };

    private static Finding Waiting(int id, double words) => Findings.Fix(id, words) with { HasNoVector = true };

    private static Relevance Of(Finding finding, RecallQuestion question) => new RelevanceFusion([finding], question, depth: 2).Of(finding);

    private static Finding[] Found((double? Words, double? Cosine)[] scores) => [.. scores.Select((score, i) => Findings.Fix(i, score.Words, score.Cosine))];
}
