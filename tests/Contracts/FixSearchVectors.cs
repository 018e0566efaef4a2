using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts;

/// <summary>The leg of the vectors: nearness, models, and what a write does to it at once.</summary>
[ContractOf(typeof(IFixSearch))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixSearchVectors(Harness<RecordStore> harness)
{
    // Adapters may keep vectors in fewer bits; such a cosine is off by some 1e-5.
    private const double Tolerance = 1e-4;

    private RecordStore _store = null!;

    [SetUp]
    public async Task StartEmpty() => _store = await harness.RequireAsync();

    [Test]
    public async Task The_nearest_come_first_with_their_cosines()
    {
        await Tell(4);
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (Samples.Id(1), 100), (Samples.Id(2), 20), (Samples.Id(3), 180), (Samples.Id(4), 50));
        var hits = (await _store.NearestAsync(Searching.Anything())).Hits;
        var fromElsewhere = await _store.FoundNearAsync(Searching.Anything(), degrees: 110);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Searching.Ids(hits), Is.EqualTo(Ids(2, 4, 1, 3)));
            Assert.That(hits.Select(h => h.Raw), Is.EqualTo(new[] { 20, 50, 100, 180.0 }.Select(Searching.Cosine)).Within(Tolerance));
            Assert.That(fromElsewhere, Is.EqualTo(Ids(1, 4, 3, 2)));
        }
    }

    [Test]
    public async Task Equally_near_ones_are_ordered_by_id()
    {
        foreach (var id in new[] { 3, 1, 2 })
            await Tell(id, id);
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (Samples.Id(2), 30), (Samples.Id(3), 30), (Samples.Id(1), 30));

        Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.EqualTo(Ids(1, 2, 3)));
    }

    [Test]
    public async Task A_smaller_depth_is_the_head_of_a_larger_one()
    {
        await Tell(12);
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, [.. Enumerable.Range(1, 12).Select(i => (Samples.Id(i), i * 7 % 12 * 10.0))]);
        var all = await _store.FoundNearAsync(Searching.Anything(depth: 1_000));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all, Has.Count.EqualTo(12));
            Assert.That(await _store.FoundNearAsync(Searching.Anything(depth: 5)), Is.EqualTo(all.Take(5)));
            Assert.That(await _store.FoundNearAsync(Searching.Anything(depth: 1)), Is.EqualTo(all.Take(1)));
        }
    }

    [Test]
    public async Task A_vector_is_found_as_soon_as_it_is_stored_and_a_new_one_takes_its_place()
    {
        await Tell(2);
        await _store.AdoptAsync(Searching.First);
        var before = await _store.FoundNearAsync(Searching.Anything());
        await _store.EmbedAsync(Searching.First, (Samples.Id(1), 10));
        var pending = await _store.FoundNearAsync(Searching.Anything());
        await _store.EmbedAsync(Searching.First, (Samples.Id(2), 40));
        var both = await _store.FoundNearAsync(Searching.Anything());
        await _store.EmbedAsync(Searching.First, (Samples.Id(1), 80));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Empty);
            Assert.That(pending, Is.EqualTo(Ids(1)), "the other still waits for its vector");
            Assert.That(both, Is.EqualTo(Ids(1, 2)));
            Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.EqualTo(Ids(2, 1)));
        }
    }

    [TestCase("other", "1", 8)]
    [TestCase("first", "2", 8)]
    [TestCase("first", "1", 9)]
    public async Task A_vector_of_another_model_is_compared_with_none_and_the_stored_model_named(string id, string revision, int dimension)
    {
        await Tell(1);
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (Samples.Id(1), 0));
        var vector = new float[dimension];
        vector[0] = 1;
        var leg = await _store.Search.FindNearestAsync(
            Searching.Anything(), new QueryVector(new ModelStamp(id, revision, dimension), vector), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.Hits, Is.Empty);
            Assert.That(leg.Refused, Is.EqualTo(Searching.First));
            Assert.That((await _store.NearestAsync(Searching.Anything())).Refused, Is.Null);
        }
    }

    [Test]
    public async Task Before_any_model_serves_nothing_is_found_and_none_is_refused()
    {
        await Tell(1);
        var leg = await _store.NearestAsync(Searching.Anything());

        Assert.That((leg.Hits.Count, leg.Refused), Is.EqualTo((0, (ModelStamp?)null)));
    }

    [Test]
    public async Task While_vectors_are_made_anew_the_old_ones_serve_and_then_the_new_ones_alone()
    {
        await Tell(2);
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (Samples.Id(1), 10), (Samples.Id(2), 40));
        await _store.ReEmbedAsync(Searching.Second);
        await _store.EmbedAsync(Searching.Second, (Samples.Id(1), 90));
        var during = (Old: await _store.FoundNearAsync(Searching.Anything()), New: await _store.NearestAsync(Searching.Anything(), model: Searching.Second));
        await _store.EmbedAsync(Searching.Second, (Samples.Id(2), 20));
        var after = (Old: await _store.NearestAsync(Searching.Anything()), New: await _store.FoundNearAsync(Searching.Anything(), model: Searching.Second));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(during.Old, Is.EqualTo(Ids(1, 2)));
            Assert.That((during.New.Hits.Count, during.New.Refused), Is.EqualTo((0, Searching.First)));
            Assert.That((after.Old.Hits.Count, after.Old.Refused), Is.EqualTo((0, Searching.Second)));
            Assert.That(after.New, Is.EqualTo(Ids(2, 1)));
        }
    }

    [Test]
    public async Task What_is_told_while_vectors_are_made_anew_is_found_with_its_new_one()
    {
        await Tell(1);
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (Samples.Id(1), 10));
        await _store.ReEmbedAsync(Searching.Second);
        await Tell(2, 2);
        await _store.EmbedAsync(Searching.Second, (Samples.Id(1), 90), (Samples.Id(2), 20));

        Assert.That(await _store.FoundNearAsync(Searching.Anything(), model: Searching.Second), Is.EqualTo(Ids(2, 1)));
    }

    private static Guid[] Ids(params int[] numbers) => [.. numbers.Select(Samples.Id)];

    private async Task Tell(int upTo, int from = 1)
    {
        for (var i = from; i <= upTo; i++)
            await _store.Memory.TellAsync(Samples.Told("kubelet down", $"variant {i}", id: Samples.Id(i)));
    }
}
