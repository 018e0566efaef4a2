using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Contracts.Search;

/// <summary>Vectors: cosines, ties, what a first pass over signs may lose, and wrong input.</summary>
[TestFixture]
public sealed class VectorSearchTests
{
    // The number of rows decides whether there is a first pass; dimensions that are no multiple of 8 and of the width of a register.
    [TestCase(500, 384)]
    [TestCase(6_000, 384)]
    [TestCase(6_000, 100)]
    [TestCase(3_000, 1_536)]
    public void The_nearest_ten_are_those_of_an_exact_scan_and_their_cosines_too(int count, int dimension)
    {
        var vectors = IndexSamples.Clustered(count + 40, dimension, count / 40, seed: dimension);
        var view = Filled(vectors[..count]).View;
        var recalled = 0;
        foreach (var query in vectors[count..])
        {
            var exact = vectors[..count].Select((vector, rid) => (Rid: (long)rid, Cosine: Cosine(vector, query))).OrderByDescending(one => one.Cosine).ToArray();
            var found = view.Nearest(query, 10, SearchRestriction.None, default);
            recalled += found.Rids().Intersect(exact.Take(10).Select(one => one.Rid)).Count();
            Assert.That(found, Has.Count.EqualTo(10));
            foreach (var hit in found)
                Assert.That(hit.Score, Is.EqualTo(Cosine(vectors[hit.Rid], query)).Within(2e-5));
        }

        Assert.That(recalled / 400.0, Is.GreaterThanOrEqualTo(.98));
    }

    [Test]
    public void A_first_pass_finds_a_vector_by_itself()
    {
        var vectors = IndexSamples.Clustered(3_000, 64, 60, seed: 5);
        var view = Filled(vectors).View;

        for (var rid = 0; rid < vectors.Length; rid += 7)
            Assert.That(view.Nearest(vectors[rid], 1, SearchRestriction.None, default).Single().Rid, Is.EqualTo(rid));
    }

    [Test]
    public void A_narrow_restriction_fills_the_depth()
    {
        var vectors = IndexSamples.Clustered(5_000, 32, 50, seed: 6);
        var allowed = Enumerable.Range(0, 300).Select(at => at * 16L).ToArray();
        var found = Filled(vectors).View.Nearest(vectors[1], 200, new SearchRestriction(Allowed: new RidSet(allowed)), default);

        var exact = allowed.OrderByDescending(rid => Cosine(vectors[rid], vectors[1])).Take(200);
        Assert.That(found.Rids().Intersect(exact).Count(), Is.GreaterThanOrEqualTo(199));
        Assert.That(found, Has.Count.EqualTo(200));
    }

    [Test]
    public void Equal_cosines_stand_by_id()
    {
        var index = new SearchIndex();
        index.ResetVectors(2);
        foreach (var id in new[] { 3, 1, 2 })
        {
            index.Put(id, IndexSamples.Facts(id), null, IndexSamples.Body(""));
            index.PutVector(id, [0, 1]);
        }

        index.Publish();
        var found = index.View.Nearest([0, 1], 2, SearchRestriction.None, default);

        Assert.That(found.Rids(), Is.EqualTo(new[] { 1L, 2L }));
        Assert.That(found[0].Score, Is.EqualTo(1).Within(1e-5).And.LessThanOrEqualTo(1));
    }

    [Test]
    public void A_vector_of_zeros_has_cosine_zero_and_harms_no_other()
    {
        var vectors = IndexSamples.Clustered(2_000, 16, 20, seed: 7);
        vectors[3] = new float[16];
        var found = Filled(vectors).View.Nearest(vectors[9], 2_000, SearchRestriction.None, default);

        Assert.That(found[0].Rid, Is.EqualTo(9));
        Assert.That(found.Single(hit => hit.Rid == 3).Score, Is.Zero);
        Assert.That(found.Select(hit => hit.Score), Has.None.NaN);
    }

    [Test]
    public void A_new_vector_takes_the_place_of_the_old_and_a_replaced_record_has_none()
    {
        var index = Filled([[1, 0], [0, 1]]);
        index.PutVector(0, [-1, 0]);
        index.Publish();
        Assert.That(index.View.Nearest([1, 0], 2, SearchRestriction.None, default).Rids(), Is.EqualTo(new[] { 1L, 0L }));

        index.Put(0, IndexSamples.Facts(0), null, IndexSamples.Body("other"));
        index.Publish();
        Assert.That(index.View.Nearest([1, 0], 2, SearchRestriction.None, default).Rids(), Is.EqualTo(new[] { 1L }));
        Assert.That((index.View.Count, index.View.VectorCount), Is.EqualTo((2, 1)));
    }

    [Test]
    public void Another_model_drops_all_vectors_and_takes_its_own()
    {
        var index = Filled([[1, 0], [0, 1]]);
        index.ResetVectors(3);
        index.PutVector(1, [0, 0, 1]);
        index.Publish();

        Assert.That(index.View.Nearest([0, 0, 1], 9, SearchRestriction.None, default).Rids(), Is.EqualTo(new[] { 1L }));
        Assert.That(() => index.View.Nearest([1, 0], 1, SearchRestriction.None, default), Throws.ArgumentException);
    }

    [Test]
    public void Wrong_vectors_are_refused_and_those_of_unknown_records_ignored()
    {
        var index = Filled([[1, 0]]);
        index.PutVector(99, [0, 1]);
        index.Publish();

        Assert.That(index.View.VectorCount, Is.EqualTo(1));
        Assert.That(() => index.PutVector(0, [1]), Throws.ArgumentException);
        Assert.That(() => index.PutVector(0, [float.NaN, 0]), Throws.ArgumentException);
        Assert.That(() => index.View.Nearest([float.PositiveInfinity, 0], 1, SearchRestriction.None, default), Throws.ArgumentException);
        Assert.That(() => index.ResetVectors(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Without_vectors_nothing_is_near() =>
        Assert.That(IndexSamples.Of("disk").View.Nearest([1, 0], 5, SearchRestriction.None, default), Is.Empty);

    [Test]
    public void A_cancelled_search_over_many_vectors_ends() =>
        Assert.That(
            () => Filled(IndexSamples.Clustered(1_500, 8, 9, seed: 8)).View.Nearest(new float[8], 1, SearchRestriction.None, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

    internal static SearchIndex Filled(float[][] vectors)
    {
        var index = new SearchIndex();
        index.ResetVectors(vectors[0].Length);
        foreach (var (rid, vector) in vectors.Index())
        {
            index.Put(rid, IndexSamples.Facts(rid), null, IndexSamples.Body(""));
            index.PutVector(rid, vector);
        }

        index.Publish();
        return index;
    }

    private static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
