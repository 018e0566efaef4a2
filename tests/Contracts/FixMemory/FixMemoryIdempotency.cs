using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Outcomes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>Idempotency keys, whose row commits with the write (contract 5).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryIdempotency(Harness<RecordStore> harness)
{
    private static readonly WriteKey Key = new("key-1", 0, "digest-a");

    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => _memory = (await harness.RequireAsync()).Memory;

    [Test]
    public async Task A_repeated_key_changes_nothing_and_answers_as_the_first_time()
    {
        var first = await _memory.TakeFixAsync(Samples.Told(success: true), Key, CancellationToken.None);
        await _memory.TellAsync(Samples.Told(ts: Samples.Now + 5));
        var again = await _memory.TakeFixAsync(Samples.Told(success: true), Key, CancellationToken.None);
        var fix = (await _memory.FixAsync(first!.Value.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Replayed, again!.Replayed), Is.EqualTo((false, true)));
            Assert.That(again.Value, Is.EqualTo(first.Value), "the first answer, not one of today");
            Assert.That(fix.Sightings, Is.EqualTo(2));
            Assert.That(fix.Outcomes.Worked, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Every_kind_of_write_replays_its_own_answer()
    {
        var fix = (await _memory.TellAsync(Samples.Told())).Id;
        var line = new ExportedFix(Fix.FirstTold(Samples.Told("imported"), "imported"));
        var memory = await Twice(key => _memory.TakeMemoryAsync(Samples.Note(), key, CancellationToken.None), "memory");
        var outcome = await Twice(key => _memory.RecordOutcomeAsync(Samples.Outcome(fix), key, CancellationToken.None)!, "outcome");
        var seen = await Twice(key => _memory.RecordOccurrenceAsync(Samples.Seen(), key, CancellationToken.None)!, "seen");
        var imported = await Twice(key => _memory.ImportAsync(line, key, CancellationToken.None), "import");
        var stats = await _memory.GetStatsAsync(CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(memory.Again, Is.EqualTo(memory.First));
            Assert.That((outcome.Again.Id, outcome.Again.Counts), Is.EqualTo((outcome.First.Id, outcome.First.Counts)));
            Assert.That(outcome.Again.Evidence, Is.EqualTo(outcome.First.Evidence));
            Assert.That((seen.Again.Episode, seen.Again.Opened), Is.EqualTo((seen.First.Episode, true)));
            Assert.That(imported.Again, Is.EqualTo(imported.First));
            Assert.That((stats.Memories, stats.Outcomes), Is.EqualTo((1L, 1L)));
            Assert.That((await _memory.FixAsync(fix)).Fix.Outcomes, Is.EqualTo(new OutcomeCounts(Worked: 1)));
        }
    }

    [Test]
    public async Task A_key_with_another_request_is_refused_and_changes_nothing()
    {
        await _memory.TakeFixAsync(Samples.Told(), Key, CancellationToken.None);
        var refusal = await Refusal.OfAsync(
            () => _memory.TakeFixAsync(Samples.Told(Samples.DiskFull), Key with { Digest = "digest-b" }, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal, Is.EqualTo(ProblemCodes.IdempotencyKeyReused));
            Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_items_of_a_batch_have_keys_of_their_own()
    {
        var first = new List<Written<Receipt>>();
        var second = new List<Written<Receipt>>();
        for (var i = 0; i < 2; i++)
            first.Add((await _memory.TakeFixAsync(Samples.Told(solution: $"solution {i}"), Key.At(i), CancellationToken.None))!);
        for (var i = 0; i < 3; i++)
            second.Add((await _memory.TakeFixAsync(Samples.Told(solution: $"solution {i}"), Key.At(i), CancellationToken.None))!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Select(w => w.Replayed), Is.All.False);
            Assert.That(second.Select(w => w.Replayed), Is.EqualTo([true, true, false]), "a repeat finishes what is missing");
            Assert.That(second.Take(2).Select(w => w.Value), Is.EqualTo(first.Select(w => w.Value)));
            Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task What_was_not_done_takes_no_key()
    {
        var refused = await _memory.RecordOutcomeAsync(Samples.Outcome(Samples.Id(1)), Key, CancellationToken.None);
        await _memory.TellAsync(Samples.Told(id: Samples.Id(1)));
        var taken = await _memory.RecordOutcomeAsync(Samples.Outcome(Samples.Id(1)), Key, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Is.Null);
            Assert.That((taken!.Replayed, taken.Value.Counted), Is.EqualTo((false, true)));
        }
    }

    [Test]
    public async Task Concurrent_requests_with_one_key_are_one_write()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _memory.TakeFixAsync(Samples.Told(success: true), Key, CancellationToken.None)));
        var fix = (await _memory.FixAsync(written[0]!.Value.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(written.Count(w => !w!.Replayed), Is.EqualTo(1));
            Assert.That(written.Select(w => w!.Value).Distinct().Count(), Is.EqualTo(1));
            Assert.That((fix.Sightings, fix.Outcomes.Worked), Is.EqualTo((1L, 1L)));
        }
    }

    [Test]
    public async Task Without_a_key_every_request_is_a_write()
    {
        var id = (await _memory.TellAsync(Samples.Told())).Id;
        await _memory.TellAsync(Samples.Told());

        Assert.That((await _memory.FixAsync(id)).Fix.Sightings, Is.EqualTo(2));
    }

    private static async Task<(T First, T Again)> Twice<T>(Func<WriteKey, Task<Written<T>>> write, string name)
    {
        var first = await write(new WriteKey(name, 0, name));
        var again = await write(new WriteKey(name, 0, name));
        Assert.That((first.Replayed, again.Replayed), Is.EqualTo((false, true)), name);
        return (first.Value, again.Value);
    }
}
