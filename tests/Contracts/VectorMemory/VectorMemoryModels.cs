using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.VectorMemory;

/// <summary>Which model serves, and how another takes its place.</summary>
[ContractOf(typeof(IVectorMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class VectorMemoryModels(Harness<RecordStore> harness)
{
    private static readonly ModelStamp Third = Searching.Second with { Id = "third" };

    private RecordStore _store = null!;
    private Guid _one;
    private Guid _two;

    [SetUp]
    public async Task StartWithTwoRecords()
    {
        _store = await harness.RequireAsync();
        _one = (await _store.Memory.TellAsync(Samples.Told())).Id;
        _two = (await _store.Memory.KeepAsync(Samples.Note())).Id;
    }

    [Test]
    public async Task The_first_model_is_adopted_and_no_other_after_it()
    {
        var first = await _store.AdoptAsync(Searching.First);
        var again = await _store.AdoptAsync(Searching.First);
        var other = await _store.AdoptAsync(Searching.Second);

        Assert.That(new[] { first, again, other }, Is.All.EqualTo(new VectorStats(Searching.First, null, 0, 2, 2)));
    }

    [Test]
    public async Task Starting_to_re_embed_lets_every_record_wait_while_the_old_model_serves()
    {
        await Ready();
        var started = await _store.ReEmbedAsync(Searching.Second);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(started, Is.EqualTo(new VectorStats(Searching.First, Searching.Second, 2, 2, 2)));
            Assert.That(await _store.WaitingAsync(), Is.EquivalentTo([_one, _two]));
            Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.EqualTo([_one, _two]));
        }
    }

    [Test]
    public async Task Adopting_the_model_that_serves_gives_up_the_one_that_is_made()
    {
        await Ready();
        await _store.ReEmbedAsync(Searching.Second);
        await _store.EmbedAsync(Searching.Second, (_one, 0));
        var late = (await _store.Memory.TellAsync(Samples.Told("late", "later"))).Id;
        var adopted = await _store.AdoptAsync(Searching.First);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(adopted, Is.EqualTo(new VectorStats(Searching.First, null, 2, 1, 3)));
            Assert.That(await _store.WaitingAsync(), Is.EqualTo([late]));
            Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.EqualTo([_one, _two]));
        }
    }

    [Test]
    public async Task Without_a_model_that_serves_it_is_adopted()
    {
        Assert.That(await _store.ReEmbedAsync(Searching.Second), Is.EqualTo(new VectorStats(Searching.Second, null, 0, 2, 2)));
    }

    [Test]
    public async Task A_repeat_while_it_runs_changes_nothing()
    {
        await Ready();
        await _store.ReEmbedAsync(Searching.Second);
        await _store.EmbedAsync(Searching.Second, (_one, 0));
        var again = await _store.ReEmbedAsync(Searching.Second);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo(new VectorStats(Searching.First, Searching.Second, 2, 1, 2)));
            Assert.That(await _store.WaitingAsync(), Is.EqualTo([_two]));
        }
    }

    [Test]
    public async Task The_new_model_serves_with_its_last_vector()
    {
        await Ready();
        await _store.ReEmbedAsync(Searching.Second);
        await _store.EmbedAsync(Searching.Second, (_one, 0));
        var half = await _store.VectorStatsAsync();
        await _store.EmbedAsync(Searching.Second, (_two, 0));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(half, Is.EqualTo(new VectorStats(Searching.First, Searching.Second, 2, 1, 2)));
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Searching.Second, null, 2, 0, 2)));
        }
    }

    [Test]
    public async Task It_serves_too_when_the_last_that_waited_was_erased()
    {
        await Ready();
        await _store.ReEmbedAsync(Searching.Second);
        await _store.EmbedAsync(Searching.Second, (_one, 0));
        await _store.Memory.EraseAsync(RecordKind.Memory, _two, Samples.Now, CancellationToken.None);
        await _store.EmbedAsync(Searching.Second);

        Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Searching.Second, null, 1, 0, 1)));
    }

    [Test]
    public async Task A_vector_of_the_old_model_does_not_end_the_waiting_for_the_new_one()
    {
        await Ready();
        await _store.ReEmbedAsync(Searching.Second);
        var stored = await _store.EmbedAsync(Searching.First, (_one, 30), (_two, 40));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored, Is.EqualTo(2));
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Searching.First, Searching.Second, 2, 2, 2)));
        }
    }

    [Test]
    public async Task The_model_that_serves_may_be_made_anew_and_serves_on()
    {
        await Ready();
        var started = await _store.ReEmbedAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (_one, 70));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(started, Is.EqualTo(new VectorStats(Searching.First, null, 2, 2, 2)));
            Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.EqualTo([_two, _one]));
            Assert.That(await _store.WaitingAsync(), Is.EqualTo([_two]));
        }
    }

    [Test]
    public async Task Another_model_takes_the_place_of_one_that_is_half_made()
    {
        await Ready();
        await _store.ReEmbedAsync(Searching.Second);
        await _store.EmbedAsync(Searching.Second, (_one, 0));
        var third = await _store.ReEmbedAsync(Third);
        var late = await _store.EmbedAsync(Searching.Second, (_two, 0));
        await _store.EmbedAsync(Third, (_one, 0), (_two, 0));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(third, Is.EqualTo(new VectorStats(Searching.First, Third, 2, 2, 2)));
            Assert.That(late, Is.Zero);
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Third, null, 2, 0, 2)));
        }
    }

    [Test]
    public async Task Old_vectors_are_deleted_in_parts_until_none_is_left_and_no_others()
    {
        await Ready();
        await _store.ReEmbedAsync(Searching.Second);
        var serving = await Delete(10);
        await _store.EmbedAsync(Searching.Second, (_one, 0));
        await _store.ReEmbedAsync(Third);
        await _store.EmbedAsync(Third, (_one, 0), (_two, 10));
        var deleted = new List<int>();
        while (deleted.Count < 10 && await Delete(1) is > 0 and var some)
            deleted.Add(some);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(serving, Is.Zero, "nothing is old yet");
            Assert.That(deleted, Is.EqualTo([1, 1, 1]));
            Assert.That(await Delete(10), Is.Zero);
            Assert.That(await _store.FoundNearAsync(Searching.Anything(), model: Third), Is.EqualTo([_one, _two]));
            Assert.That((await _store.VectorStatsAsync()).Ready, Is.EqualTo(2));
        }
    }

    [Test]
    public async Task A_model_may_come_back_after_it_was_old()
    {
        await Ready();
        await _store.ReEmbedAsync(Searching.Second);
        await _store.EmbedAsync(Searching.Second, (_one, 0), (_two, 0));
        await _store.ReEmbedAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (_one, 50), (_two, 0));
        await Delete(10);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Searching.First, null, 2, 0, 2)));
            Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.EqualTo([_two, _one]));
        }
    }

    private Task<int> Delete(int limit) => _store.Vectors.DeleteOldVectorsAsync(limit, CancellationToken.None);

    private async Task Ready()
    {
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (_one, 0), (_two, 10));
    }
}
