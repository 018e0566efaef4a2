using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Journal;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>What the journal holds and cannot be given: put aside with the reason, never applied, and in nobody's way.</summary>
public sealed class JournalDamageTests
{
    private JournaledRecord _store = null!;

    [SetUp]
    public async Task HoldThreeAsync()
    {
        _store = new JournaledRecord();
        _store.Where.IsAway = true;
        for (var number = 1; number <= 3; number++)
            await _store.Memory.TakeFixAsync(Samples.Told($"disk{number} slow", id: Samples.Id(number)), new WriteKey($"k{number}", 0, "d"), default);
    }

    [TearDown]
    public async Task CloseAsync() => await _store.DisposeAsync();

    [TestCase("payload = replace(payload, 'disk2', 'disk7')", "bytes")]
    [TestCase("content_hash = zeroblob(16)", "bytes")]
    [TestCase("at = 'yesterday'", "bytes")]
    [TestCase("content_hash = 'text'", "bytes")]
    [TestCase("kind = 'memory'", "bytes")]
    public async Task A_damaged_entry_is_put_aside_and_the_others_are_given(string damage, string reason)
    {
        _store.Damage($"UPDATE entries SET {damage} WHERE seq = 2");
        await DrainAsync();

        await AssertPutAsideAsync(reason);
        var refused = (await _store.Journal.ReadRefusedAsync(0, 10, default)).Single();
        Assert.That(() => _store.Journal.RetryAsync(refused.Entry.Seq, default), Throws.TypeOf<DomainException>());
        Assert.That(await _store.Journal.DiscardAsync(refused.Entry.Seq, default), Is.True);
        Assert.That(await _store.Journal.MeasureAsync(default), Is.EqualTo(new JournalDepth(0, null, 0)));
    }

    [TestCase("tomorrow", "{}", "knows no write of kind 'tomorrow'")]
    [TestCase("fix", "{", "cannot read")]
    [TestCase("fix", "null", "cannot read")]
    [TestCase("fix", """{"Fingerprint": "x"}""", "cannot read")]
    [TestCase("registration", "{}", "cannot read")]
    public async Task An_entry_that_this_version_cannot_read_is_put_aside_and_the_others_are_given(string kind, string payload, string reason)
    {
        await _store.Journal.RemoveAsync([2, 3], default);
        await _store.Journal.AppendAsync(kind, new WriteKey("k2", 0, "d"), payload, "{}", default);
        await _store.Memory.TellAsync(Samples.Told("disk3 slow", id: Samples.Id(3)));
        await DrainAsync();

        await AssertPutAsideAsync(reason);
        var refused = (await _store.Journal.ReadRefusedAsync(0, 10, default)).Single();
        Assert.That(await _store.Journal.RetryAsync(refused.Entry.Seq, default), Is.True, "another version may read it");
    }

    [Test]
    public async Task A_damaged_entry_is_no_answer_to_a_repeat()
    {
        _store.Damage("UPDATE entries SET answer = '{}' WHERE seq = 2");

        Assert.That(
            () => _store.Memory.TakeFixAsync(Samples.Told("disk2 slow", id: Samples.Id(2)), new WriteKey("k2", 0, "d"), default), Throws.TypeOf<StoreUnavailableException>());
    }

    [Test]
    public async Task A_write_that_fails_unexpectedly_again_and_again_is_put_aside_in_the_end()
    {
        _store.Where.IsAway = false;
        _store.Where.FailsFor = report => (report as Domain.Fixes.FixReport)?.Id == Samples.Id(2) ? new InvalidOperationException("a bug") : null;
        await _store.DrainAsync();
        var first = await _store.Journal.MeasureAsync(default);
        await _store.DrainAsync();
        await _store.DrainAsync();

        Assert.That((first.Waiting, first.Refused), Is.EqualTo((1L, 0L)), "what does not concern it is given, and it waits");
        await AssertPutAsideAsync("unexpectedly");
    }

    [Test]
    public async Task A_damaged_fix_of_the_record_holds_up_the_outcomes_that_name_it_and_no_other_write()
    {
        await DrainAsync();
        _store.Where.IsAway = true;
        await _store.Memory.RecordOutcomeAsync(Samples.Outcome(Samples.Id(1), application: "one"), null, default);
        await _store.Memory.RecordOutcomeAsync(Samples.Outcome(Samples.Id(3), application: "two"), null, default);
        var damaged = new StoreUnavailableException("memory", "read", transient: false) { IsRefusal = true };
        _store.Where.FailsFor = argument => argument switch
        {
            IReadOnlyList<Guid> ids when ids.Contains(Samples.Id(1)) => damaged,
            Domain.Outcomes.OutcomeReport outcome when outcome.FixId == Samples.Id(1) => damaged,
            _ => null,
        };
        await DrainAsync();

        var refused = await _store.Journal.ReadRefusedAsync(0, 10, default);
        _store.Where.FailsFor = null;
        Assert.That((refused.Count, (await _store.Journal.MeasureAsync(default)).Waiting), Is.EqualTo((1, 0L)));
        Assert.That((await _store.Record.FixAsync(Samples.Id(3))).Fix.Outcomes.Worked, Is.EqualTo(1));
    }

    private async Task DrainAsync()
    {
        _store.Where.IsAway = false;
        await _store.DrainAsync();
    }

    private async Task AssertPutAsideAsync(string reason)
    {
        var refused = await _store.Journal.ReadRefusedAsync(0, 10, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Select(write => write.Reason), Has.One.Contains(reason).And.Exactly(1).Items);
            Assert.That((await _store.Journal.MeasureAsync(default)).Waiting, Is.Zero);
            Assert.That((await _store.Record.ListFixesAsync(new FixListQuery(10), default)).Select(fix => fix.Fix.IssueText), Is.EquivalentTo(["disk1 slow", "disk3 slow"]));
            Assert.That(_store.GoesToRecord, Is.True);
        }
    }
}
