using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Contracts.Search;

/// <summary>Words: known answers by hand, ceilings, ties and the choice of the rarest.</summary>
[TestFixture]
public sealed class WordSearchTests
{
    // Three records of lengths 2, 2, 5 (mean 3). "disk": idf = ln(1 + (3 − 2 + .5) / 2.5) = ln 1.6. Norm of length 2: 1.2 · (.25 + .75 · 2/3) = .9;
    // of length 5: 1.2 · (.25 + .75 · 5/3) = 1.8. So 2.2 · ln 1.6 · 1/1.9 and 2.2 · ln 1.6 · 2/3.8, which are the same.
    [Test]
    public void Scores_are_those_computed_by_hand()
    {
        var hits = IndexSamples.Of("disk full", "pod crash", "disk disk slow slow slow").Words("disk").Hits;

        Assert.That(hits.Rids(), Is.EqualTo(new[] { 1L, 3L }));
        Assert.That(hits[0].Score, Is.EqualTo(2.2 * Math.Log(1.6) / 1.9).Within(1e-12));
        Assert.That(hits[1].Score, Is.EqualTo(2.2 * Math.Log(1.6) * 2 / 3.8).Within(1e-12));
    }

    [Test]
    public void A_title_counts_three_times_and_a_solution_half_before_they_saturate()
    {
        var index = new SearchIndex();
        index.Put(1, IndexSamples.Facts(1), null, new IndexedText("disk", "disk", "disk disk"));
        index.Put(2, IndexSamples.Facts(2), null, new IndexedText("", "pod pod pod pod pod", ""));
        index.Publish();

        // Both are 5 long, so the norm is 1.2; the frequency is 3 + 1 + 2 · .5.
        Assert.That(index.Words("disk").Hits.Single().Score, Is.EqualTo(2.2 * Math.Log(2) * 5 / 6.2).Within(1e-12));
    }

    [Test]
    public void A_word_counts_as_often_as_it_is_asked()
    {
        var index = IndexSamples.Of("disk full", "pod crash");

        Assert.That(index.Words("disk disk disk").Hits.Single().Score, Is.EqualTo(3 * index.Words("disk").Hits.Single().Score).Within(1e-12));
        Assert.That(index.Words("disk disk disk").Ceiling, Is.EqualTo(3 * index.Words("disk").Ceiling).Within(1e-12));
    }

    [Test]
    public void The_ceiling_counts_words_that_no_record_holds()
    {
        var hits = IndexSamples.Of("disk full", "pod crash").Words("disk unheard");

        Assert.That(hits.Ceiling, Is.EqualTo(2.2 * (Math.Log(2) + Math.Log(1 + (2.5 / .5)))).Within(1e-12));
        Assert.That(hits.Hits.Rids(), Is.EqualTo(new[] { 1L }));
    }

    [TestCase("", 0)]
    [TestCase("unheard", 1)]
    public void Nothing_is_found_for_no_words_and_for_unknown_ones(string terms, int counted)
    {
        var found = IndexSamples.Of("disk full").Words(terms);

        Assert.That(found.Hits, Is.Empty);
        Assert.That(found.Ceiling, Is.EqualTo(counted * 2.2 * Math.Log(1 + (1.5 / .5))).Within(1e-12));
    }

    [Test]
    public void An_empty_index_answers_with_nothing_and_no_NaN()
    {
        var index = new SearchIndex();
        index.Put(1, IndexSamples.Facts(1), null, IndexSamples.Body(""));
        index.Remove(1);
        index.Publish();

        Assert.That(index.Words("disk").Hits, Is.Empty);
        Assert.That(index.Words("disk").Ceiling, Is.EqualTo(2.2 * Math.Log(2)).Within(1e-12));
    }

    [Test]
    public void Records_without_words_are_never_found_and_do_no_harm() =>
        Assert.That(IndexSamples.Of("", "", "disk").Words("disk").Hits.Single().Score, Is.Positive.And.Not.NaN);

    [Test]
    public void Equal_scores_stand_by_id_also_at_the_depth()
    {
        var index = new SearchIndex();
        int[] ids = [5, 1, 4, unchecked((int)0xF0000000), 3, 2];
        foreach (var (rid, id) in ids.Index())
            index.Put(rid, IndexSamples.Facts(id), null, IndexSamples.Body("disk full"));
        index.Publish();

        Assert.That(index.Words("disk", depth: 3).Hits.Rids(), Is.EqualTo(new[] { 1L, 5L, 4L }));
        Assert.That(index.Words("disk").Hits[^1].Rid, Is.EqualTo(3), "the highest id, though its first byte is negative as a signed one");
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void Depth_zero_finds_nothing_but_knows_the_ceiling(int depth)
    {
        var found = IndexSamples.Of("disk").Words("disk", depth);

        Assert.That(found.Hits, Is.Empty);
        Assert.That(found.Ceiling, Is.Positive);
    }

    // Over several blocks, with words of all frequencies: here words that cannot lift a record alone are no longer read.
    [Test]
    public void Sixty_four_words_over_many_blocks_score_as_the_naive_index_does()
    {
        var random = new Random(3);
        var (index, naive) = (new SearchIndex(), new NaiveIndex());
        for (var rid = 0; rid < 10_000; rid++)
        {
            var text = new IndexedText(Skewed(random, 2), Skewed(random, 6), Skewed(random, 3));
            index.Put(rid, IndexSamples.Facts(rid), null, text);
            if (rid is < 50 or > 9_950)
                naive.Put(rid, IndexSamples.Facts(rid), null, text);
        }

        for (var rid = 50; rid <= 9_950; rid++)
            index.Remove(rid);
        index.Publish();
        string[] terms = [.. Enumerable.Range(0, 64).Select(term => $"w{term}")];

        var (found, expected) = (index.View.Words(terms, 40, SearchRestriction.None, default), naive.Words(terms, 40, SearchRestriction.None));

        Assert.That(found.Hits.Select(hit => hit.Score), Is.EqualTo(expected.Hits.Select(hit => hit.Score)).Within(1e-6).Percent);
        Assert.That(found.Hits.Rids(), Is.EqualTo(expected.Hits.Rids()));
    }

    [Test]
    public void The_best_few_are_the_beginning_of_all()
    {
        var random = new Random(4);
        var index = IndexSamples.Of([.. Enumerable.Range(0, 20_000).Select(_ => Skewed(random, 8))]);
        foreach (var terms in new[] { "w0 w1 w2", "w0 w7 w300", "w0 w0 w40 w500 w900 w3", "w2 w1 w0 w8 w9 w70 w600 w601" })
        {
            var all = index.Words(terms, depth: 20_000).Hits;

            Assert.That(all, Has.Count.GreaterThan(1_000));
            Assert.That(index.Words(terms, depth: 25).Hits, Is.EqualTo(all.Take(25)));
        }
    }

    [Test]
    public void A_cancelled_search_for_words_ends() =>
        Assert.That(
            () => IndexSamples.Of("disk").View.Words(["disk"], 1, SearchRestriction.None, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

    [Test]
    public void The_rarest_words_are_chosen_with_their_repeats_in_the_order_of_the_text()
    {
        var view = IndexSamples.Of("a b c", "a b d", "a").View;

        Assert.That(view.Rarest(["a", "d", "unheard", "b", "c", "d"], 2), Is.EqualTo(new[] { "d", "c", "d" }));
        Assert.That(view.Rarest(["d", "c"], 1), Is.EqualTo(new[] { "d" }), "of equally rare ones the first");
        Assert.That(view.Rarest(["unheard"], 5), Is.Empty);
    }

    // Word n is about n times as rare as word 1.
    private static string Skewed(Random random, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => $"w{(int)Math.Exp(random.NextDouble() * Math.Log(1_000)) - 1}"));
}
