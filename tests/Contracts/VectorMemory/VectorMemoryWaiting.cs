using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.VectorMemory;

/// <summary>What waits for a vector, and what ends the waiting.</summary>
[ContractOf(typeof(IVectorMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class VectorMemoryWaiting(Harness<RecordStore> harness)
{
    private RecordStore _store = null!;

    [SetUp]
    public async Task StartEmpty() => _store = await harness.RequireAsync();

    [Test]
    public async Task An_empty_store_holds_and_awaits_nothing()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(null, null, 0, 0, 0)));
            Assert.That(await _store.WaitingAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task A_record_waits_from_its_writing_on_with_its_text()
    {
        var fix = await _store.Memory.TellAsync(Samples.Told());
        var note = await _store.Memory.KeepAsync(Samples.Note());
        var waiting = await _store.Vectors.GetWaitingAsync(10, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(waiting, Is.EqualTo([new WaitingText(fix.Id, Samples.Crash), new WaitingText(note.Id, "runbook\ndrain the node first")]));
            Assert.That((fix.Vector, note.Vector), Is.EqualTo((VectorState.Pending, VectorState.Pending)));
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(null, null, 0, 2, 2)));
        }
    }

    [Test]
    public async Task It_can_be_asked_which_of_some_records_have_no_vector()
    {
        var made = (await _store.Memory.TellAsync(Samples.Told())).Id;
        var waits = (await _store.Memory.KeepAsync(Samples.Note())).Id;
        var ended = (await _store.Memory.TellAsync(Samples.Told("refused", "by the model"))).Id;
        await _store.Vectors.EndWaitingAsync([ended], CancellationToken.None);
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (made, 0));

        Assert.That(await _store.Vectors.FindWithoutVectorAsync([made, waits, ended, Samples.Id(99)], CancellationToken.None), Is.EquivalentTo([waits, ended]));
    }

    [Test]
    public async Task The_waiting_can_be_ended_without_a_vector()
    {
        var fix = (await _store.Memory.TellAsync(Samples.Told())).Id;
        var note = (await _store.Memory.KeepAsync(Samples.Note())).Id;
        var ended = await _store.Vectors.EndWaitingAsync([fix, Samples.Id(99)], CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ended, Is.EqualTo(1));
            Assert.That(await _store.WaitingAsync(), Is.EqualTo([note]));
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(null, null, 0, 1, 2)));
        }
    }

    [Test]
    public async Task They_wait_in_the_order_in_which_they_were_taken_in()
    {
        foreach (var id in new[] { 3, 1, 2 })
            await _store.Memory.TellAsync(Samples.Told(solution: $"variant {id}", id: Samples.Id(id)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _store.WaitingAsync(), Is.EqualTo([Samples.Id(3), Samples.Id(1), Samples.Id(2)]));
            Assert.That(await _store.WaitingAsync(limit: 2), Is.EqualTo([Samples.Id(3), Samples.Id(1)]));
        }
    }

    [Test]
    public async Task A_vector_ends_the_waiting_and_the_next_receipt_says_so()
    {
        var fix = await _store.Memory.TellAsync(Samples.Told());
        var note = await _store.Memory.KeepAsync(Samples.Note());
        await _store.AdoptAsync(Searching.First);
        var stored = await _store.EmbedAsync(Searching.First, (fix.Id, 0), (note.Id, 5));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored, Is.EqualTo(2));
            Assert.That(await _store.WaitingAsync(), Is.Empty);
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Searching.First, null, 2, 0, 2)));
            Assert.That((await _store.Memory.TellAsync(Samples.Told())).Vector, Is.EqualTo(VectorState.Ready));
            Assert.That((await _store.Memory.KeepAsync(Samples.Note())).Vector, Is.EqualTo(VectorState.Ready));
        }
    }

    [Test]
    public async Task What_changes_no_text_lets_nothing_wait_again()
    {
        var fix = await _store.Memory.TellAsync(Samples.Told());
        var note = await _store.Memory.KeepAsync(Samples.Note());
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (fix.Id, 0), (note.Id, 5));
        await _store.Memory.TellAsync(Samples.Told(success: true, ts: Samples.Now + 1));
        await _store.Memory.KeepAsync(Samples.Note(ts: Samples.Now + 1));
        await _store.Memory.RecordAsync(Samples.Outcome(fix.Id));

        Assert.That(await _store.WaitingAsync(), Is.Empty);
    }

    [Test]
    public async Task A_corrected_solution_waits_as_a_record_of_its_own()
    {
        var told = await _store.Memory.TellAsync(Samples.Told());
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (told.Id, 0));
        var corrected = await _store.Memory.CorrectFixAsync(Samples.Correction(told.Id, told.Revision, solution: "restart it twice"), CancellationToken.None);

        Assert.That(await _store.WaitingAsync(), Is.EqualTo([corrected!.Id]));
    }

    [Test]
    public async Task A_record_that_was_erased_meanwhile_gets_no_vector()
    {
        var fix = await _store.Memory.TellAsync(Samples.Told());
        await _store.AdoptAsync(Searching.First);
        await _store.Memory.EraseAsync(RecordKind.Fix, fix.Id, Samples.Now, CancellationToken.None);
        var stored = await _store.EmbedAsync(Searching.First, (fix.Id, 0), (Samples.NewId(), 0));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored, Is.Zero);
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Searching.First, null, 0, 0, 0)));
        }
    }

    [Test]
    public async Task Erasing_takes_its_vector_out_of_the_count_and_the_same_text_waits_anew()
    {
        var fix = await _store.Memory.TellAsync(Samples.Told());
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (fix.Id, 0));
        await _store.Memory.EraseAsync(RecordKind.Fix, fix.Id, Samples.Now, CancellationToken.None);
        var anew = await _store.Memory.TellAsync(Samples.Told());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _store.WaitingAsync(), Is.EqualTo([anew.Id]));
            Assert.That(await _store.VectorStatsAsync(), Is.EqualTo(new VectorStats(Searching.First, null, 0, 1, 1)));
            Assert.That(await _store.FoundNearAsync(Searching.Anything()), Is.Empty);
        }
    }

    [Test]
    public async Task A_vector_that_is_stored_again_counts_once()
    {
        var fix = await _store.Memory.TellAsync(Samples.Told());
        await _store.AdoptAsync(Searching.First);
        await _store.EmbedAsync(Searching.First, (fix.Id, 0));
        await _store.EmbedAsync(Searching.First, (fix.Id, 60));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _store.VectorStatsAsync()).Ready, Is.EqualTo(1));
            Assert.That((await _store.NearestAsync(Searching.Anything())).Hits.Single().Raw, Is.EqualTo(.5).Within(1e-4));
        }
    }

    [Test]
    public async Task Vectors_of_a_model_that_nobody_wants_are_not_stored()
    {
        var fix = await _store.Memory.TellAsync(Samples.Told());
        var before = await _store.EmbedAsync(Searching.First, (fix.Id, 0));
        await _store.AdoptAsync(Searching.First);
        var other = await _store.EmbedAsync(Searching.Second, (fix.Id, 0));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((before, other), Is.EqualTo((0, 0)));
            Assert.That(await _store.WaitingAsync(), Is.EqualTo([fix.Id]));
        }
    }

    [Test]
    public async Task A_cancelled_call_is_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Cancellation.OfAsync(() => _store.Vectors.GetVectorStatsAsync(cancelled)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _store.Vectors.GetWaitingAsync(1, cancelled)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _store.Vectors.StoreVectorsAsync(Searching.First, [], cancelled)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _store.Vectors.AdoptModelAsync(Searching.First, cancelled)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _store.Vectors.StartReEmbeddingAsync(Searching.First, cancelled)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _store.Vectors.DeleteOldVectorsAsync(1, cancelled)), Is.True);
        }
    }
}
