using System.Collections.Concurrent;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Contracts.Search;

/// <summary>Records come, change and go; views stay; restrictions hold; what was removed is forgotten.</summary>
[TestFixture]
public sealed class SearchIndexTests
{
    [Test]
    public void Fixes_of_a_fingerprint_are_newest_first_and_then_by_id()
    {
        var index = new SearchIndex();
        foreach (var (rid, (id, ts)) in new[] { (4, 10L), (3, 20L), (2, 10L), (1, 5L) }.Index())
            index.Put(rid, IndexSamples.Facts(id, ts), IndexSamples.Issue(1), IndexSamples.Body(""));
        index.Put(8, IndexSamples.Facts(8, 99), IndexSamples.Issue(2), IndexSamples.Body(""));
        index.Put(9, IndexSamples.Facts(9, 99, isFix: false), IndexSamples.Issue(1), IndexSamples.Body(""));
        index.Publish();

        Assert.That(index.View.Exact(IndexSamples.Issue(1), 9, SearchRestriction.None).Rids(), Is.EqualTo(new[] { 1L, 2L, 0L, 3L }));
        Assert.That(index.View.Exact(IndexSamples.Issue(1), 2, SearchRestriction.None).Rids(), Is.EqualTo(new[] { 1L, 2L }));
        Assert.That(index.View.Exact(IndexSamples.Issue(3), 9, SearchRestriction.None), Is.Empty);
        Assert.That(index.View.Exact(default(Fingerprint), 9, SearchRestriction.None), Is.Empty);
    }

    [Test]
    public void Many_fingerprints_keep_apart()
    {
        var index = new SearchIndex();
        for (var rid = 0; rid < 3_000; rid++)
            index.Put(rid, IndexSamples.Facts(rid, rid), IndexSamples.Issue(rid / 2), IndexSamples.Body(""));
        index.Publish();

        for (var issue = 0; issue < 1_500; issue++)
            Assert.That(index.View.Exact(IndexSamples.Issue(issue), 9, SearchRestriction.None).Rids(), Is.EqualTo(new[] { (2L * issue) + 1, 2L * issue }));
    }

    [Test]
    public void Restrictions_hold_inside_the_search()
    {
        var index = new SearchIndex();
        for (var rid = 0; rid < 1_000; rid++)
            index.Put(rid, IndexSamples.Facts(rid, ts: rid, isFix: rid % 2 == 0), null, IndexSamples.Body("disk"));
        index.Publish();
        long[] Found(SearchRestriction restriction) => index.Words("disk", 5, restriction).Hits.Rids();

        Assert.That(Found(new(FixesOnly: true)), Is.EqualTo(new[] { 0L, 2, 4, 6, 8 }));
        Assert.That(Found(new(Before: 2)), Is.EqualTo(new[] { 0L, 1 }));
        Assert.That(Found(new(Exclude: new HashSet<Guid> { IndexSamples.Guid(0), IndexSamples.Guid(2) })), Is.EqualTo(new[] { 1L, 3, 4, 5, 6 }));
        Assert.That(Found(new(Allowed: new RidSet([999, 500, 77, 77, 3, 800, 801]))), Is.EqualTo(new[] { 3L, 77, 500, 800, 801 }));
        Assert.That(Found(new(Allowed: new RidSet([]))), Is.Empty);
        Assert.That(Found(new(true, 900, new HashSet<Guid> { IndexSamples.Guid(4) }, new RidSet([1, 2, 4, 6, 950]))), Is.EqualTo(new[] { 2L, 6 }));
    }

    [Test]
    public void A_set_of_row_ids_holds_what_it_was_given_and_nothing_else()
    {
        var set = new RidSet([0, 63, 64, 70_000, 5_000_000_000]);

        Assert.That(new[] { 0L, 63, 64, 70_000, 5_000_000_000 }.Select(set.Contains), Is.All.True);
        Assert.That(new[] { -1L, 1, 62, 65, 65_536, 69_999, 5_000_000_001, long.MaxValue }.Select(set.Contains), Is.All.False);
        Assert.That(() => new RidSet([-1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_replaced_record_answers_with_its_new_words_facts_and_fingerprint_alone()
    {
        var index = new SearchIndex();
        index.Put(1, IndexSamples.Facts(1), IndexSamples.Issue(1), IndexSamples.Body("disk"));
        index.Put(1, IndexSamples.Facts(1, ts: 7), IndexSamples.Issue(2), IndexSamples.Body("pod"));
        index.Publish();

        Assert.That(index.Words("disk").Hits, Is.Empty);
        Assert.That(index.Words("pod").Hits.Single().Facts.Ts, Is.EqualTo(7));
        Assert.That(index.View.Exact(IndexSamples.Issue(1), 9, SearchRestriction.None), Is.Empty);
        Assert.That(index.View.Exact(IndexSamples.Issue(2), 9, SearchRestriction.None), Has.Count.EqualTo(1));
        Assert.That(index.View.Count, Is.EqualTo(1));
        Assert.That(index.View.Holds("disk"), Is.False);
    }

    [Test]
    public void A_row_id_is_used_again_after_a_removal()
    {
        var index = IndexSamples.Of("disk", "disk");
        index.Remove(1);
        index.Put(1, IndexSamples.Facts(77), null, IndexSamples.Body("disk"));
        index.Publish();

        Assert.That(index.Words("disk").Hits.Select(hit => hit.Facts.Id), Is.EqualTo(new[] { IndexSamples.Guid(2), IndexSamples.Guid(77) }));
    }

    [Test]
    public void What_does_not_exist_is_neither_changed_nor_removed()
    {
        var index = IndexSamples.Of("disk");
        index.Update(9, IndexSamples.Facts(9));
        index.Remove(9);
        index.Publish();

        Assert.That(index.Words("disk").Hits.Rids(), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public void A_view_never_changes_and_sees_nothing_before_it_was_published()
    {
        var index = IndexSamples.Of("disk", "disk full");
        var view = index.View;
        var before = view.Words(["disk", "full"], 9, SearchRestriction.None, default);

        index.Put(3, IndexSamples.Facts(3), null, IndexSamples.Body("disk full full"));
        index.Update(1, IndexSamples.Facts(1, ts: 5));
        index.Remove(2);
        Assert.That(index.View, Is.SameAs(view));
        index.Publish();
        index.Compact();

        var after = view.Words(["disk", "full"], 9, SearchRestriction.None, default);
        Assert.That((after.Hits, after.Ceiling), Is.EqualTo((before.Hits, before.Ceiling)));
        Assert.That(index.View.Words(["disk"], 9, SearchRestriction.None, default).Hits.Rids(), Is.EquivalentTo(new[] { 1L, 3L }));
    }

    [Test]
    public void Removed_words_are_no_longer_in_memory_after_compaction()
    {
        var index = IndexSamples.Of("disk secret-7f3a", "disk");
        index.Remove(1);
        index.Publish();
        Assert.That(index.View.Holds("secret-7f3a"), Is.False);
        Assert.That(index.TermsInMemory, Does.Contain("secret-7f3a"), "it is forgotten by compaction, not before");

        index.Compact();
        Assert.That(index.TermsInMemory, Is.EquivalentTo(new[] { "disk" }));
        Assert.That(index.Words("disk").Hits.Rids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public void A_removed_record_and_its_vector_are_collected_after_compaction()
    {
        var index = new SearchIndex();
        index.ResetVectors(4);
        var gone = PutAndRemove(index);
        index.Compact();
        GC.Collect();

        Assert.That(gone.TryGetTarget(out _), Is.False);
        Assert.That((index.View.Count, index.View.VectorCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Memory_is_reclaimed_without_being_asked_when_much_is_gone()
    {
        var index = new SearchIndex();
        for (var rid = 0; rid < 12_000; rid++)
            index.Put(rid, IndexSamples.Facts(rid), IndexSamples.Issue(rid), IndexSamples.Body($"unique{rid} common"));
        index.Publish();
        var full = index.View.Bytes;
        for (var rid = 0; rid < 11_000; rid++)
            index.Remove(rid);
        index.Publish();

        Assert.That(index.View.Bytes, Is.LessThan(full / 4));
        Assert.That(index.TermsInMemory.Count(), Is.EqualTo(1_001));
        Assert.That(index.Words("common", 2_000).Hits, Has.Count.EqualTo(1_000));
        Assert.That(index.View.Exact(IndexSamples.Issue(11_500), 1, SearchRestriction.None).Rids(), Is.EqualTo(new[] { 11_500L }));
    }

    // The writer always publishes two records of one word together: a view that saw one of them alone was torn.
    [Test]
    public void Readers_see_whole_states_while_a_writer_works()
    {
        var index = new SearchIndex();
        index.ResetVectors(2);
        index.Publish();
        var torn = new ConcurrentBag<string>();
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
                Read(index.View, torn);
        })).ToArray();

        var random = new Random(1);
        for (var step = 0; step < 4_000; step++)
            WritePair(index, random.Next(600), step);
        done.Cancel();
        Task.WaitAll(readers);

        Assert.That(torn, Is.Empty);
        Read(index.View, torn);
        Assert.That(torn, Is.Empty);
        Assert.That(index.View.Count, Is.GreaterThan(200));
    }

    private static void WritePair(SearchIndex index, int pair, int step)
    {
        foreach (var rid in new[] { 2 * pair, (2 * pair) + 1 })
        {
            if (step % 5 == 4)
            {
                index.Remove(rid);
                continue;
            }

            index.Put(rid, IndexSamples.Facts(rid, step), IndexSamples.Issue(pair), IndexSamples.Body($"all pair{pair} new{step}"));
            index.PutVector(rid, step % 2 == 0 ? [1, 0] : [0, 1]);
        }

        if (step % 701 == 0)
            index.Compact();
        else
            index.Publish();
    }

    private static void Read(SearchView view, ConcurrentBag<string> torn)
    {
        void Expect(bool isTrue, string what)
        {
            if (!isTrue)
                torn.Add(what);
        }

        var all = view.Words(["all"], 5_000, SearchRestriction.None, default);
        Expect(all.Hits.Count == view.Count, "count");
        Expect(view.Count == view.VectorCount, "vectors");
        Expect(all.Hits.GroupBy(hit => hit.Rid / 2).All(pair => pair.Count() == 2 && pair.Select(hit => hit.Facts.Ts).Distinct().Count() == 1), "pairs");
        Expect(view.Nearest([1, 0], 5_000, SearchRestriction.None, default).Select(hit => hit.Rid).ToHashSet().SetEquals(all.Hits.Select(hit => hit.Rid)), "nearest");
        foreach (var hit in all.Hits.Take(3))
        {
            Expect(view.Exact(IndexSamples.Issue((int)hit.Rid / 2), 9, SearchRestriction.None).Count == 2, "fingerprint");
            Expect(view.Words([$"new{hit.Facts.Ts}"], 9, SearchRestriction.None, default).Hits.Count == 2, "newest words");
        }

        var again = view.Words(["all"], 5_000, SearchRestriction.None, default);
        Expect(again.Ceiling == all.Ceiling && again.Hits.SequenceEqual(all.Hits), "the same view again");
    }

    private static WeakReference<object> PutAndRemove(SearchIndex index)
    {
        var facts = IndexSamples.Facts(1);
        index.Put(1, facts, null, IndexSamples.Body("disk"));
        index.PutVector(1, [1, 0, 0, 0]);
        index.Publish();
        index.Remove(1);
        return new WeakReference<object>(facts);
    }
}
