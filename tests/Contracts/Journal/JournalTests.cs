using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Infrastructure.Journal;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>Writes while the record is away: acknowledged once, given to the record once, in their order.</summary>
public sealed class JournalTests
{
    private JournaledRecord _store = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _store = new JournaledRecord();
        await _store.DrainAsync();
    }

    [TearDown]
    public async Task CloseAsync() => await _store.DisposeAsync();

    [Test]
    public async Task While_the_record_is_there_writes_go_to_it()
    {
        var written = await _store.Memory.TakeFixAsync(Samples.Told(), null, default);

        Assert.That((written!.Durability, written.Value.Durability), Is.EqualTo((Durability.Committed, Durability.Committed)));
        Assert.That((await _store.Journal.MeasureAsync(default)).Waiting, Is.Zero);
    }

    [Test]
    public async Task Every_kind_of_write_is_held_while_the_record_is_away_and_given_to_it_afterwards()
    {
        _store.Where.IsAway = true;
        var fix = await _store.Memory.TakeFixAsync(Samples.Told("kubelet down", success: true, tags: ["k8s"], metadata: """{"a":1}"""), null, default);
        var note = await _store.Memory.TakeMemoryAsync(Samples.Note(), null, default);
        var outcome = await _store.Memory.RecordOutcomeAsync(Samples.Outcome(fix!.Value.Id, OutcomeKind.Failed), null, default);
        var seen = await _store.Memory.RecordOccurrenceAsync(Samples.Seen("etcd slow"), null, default);
        var agent = await _store.Agents.RegisterAsync(new AgentRegistration("ops", "web-1"), Samples.Now, null, default);
        var report = await _store.Telemetry.AppendAsync(Samples.Report("probe", 1), null, default);
        var line = await _store.Memory.ImportAsync(new ExportedMemory(Samples.Note("other", "text")), null, default);
        Durability[] held = [fix.Durability, note.Durability, outcome!.Durability, seen!.Durability, agent.Durability, report.Durability, line.Durability];
        var depth = await _store.Journal.MeasureAsync(default);
        _store.Where.IsAway = false;
        await _store.DrainAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(held, Is.All.EqualTo(Durability.Journaled));
            Assert.That((fix.Value.Durability, fix.Value.Graph, fix.Value.Vector), Is.EqualTo((Durability.Journaled, GraphState.Pending, VectorState.Pending)));
            Assert.That((depth.Waiting, depth.Refused), Is.EqualTo((7L, 0L)));
            var stored = (await _store.Record.FixAsync(fix.Value.Id)).Fix;
            Assert.That((stored.Outcomes.Worked, stored.Outcomes.Failed, stored.Metadata!.Json), Is.EqualTo((1L, 1L, """{"a":1}""")));
            Assert.That(stored.Tags, Is.EqualTo(["k8s"]));
            Assert.That((await _store.Record.GetMemoryAsync(note.Value.Id, default))!.Content, Is.EqualTo("drain the node first"));
            Assert.That(await _store.Record.GetMemoriesAsync("other", 10, default), Has.Count.EqualTo(1));
            Assert.That((await _store.Record.GetPatternsAsync(0, 0, Samples.Now + 1, 10, default)).Select(pattern => pattern.IssueText), Does.Contain("etcd slow"));
            Assert.That((await _store.RecordAgents.GetAsync("ops", default))!.Server, Is.EqualTo("web-1"));
            Assert.That(await _store.RecordTelemetry.ReadAsync(new SeriesQuery("probe", null, 0, null, 10), default), Has.Count.EqualTo(1));
            Assert.That(await _store.Journal.MeasureAsync(default), Is.EqualTo(new JournalDepth(0, null, 0)));
            Assert.That(_store.GoesToRecord, Is.True);
        }
    }

    [Test]
    public async Task An_id_that_was_answered_stays_valid_where_the_record_had_the_same_under_another_id()
    {
        var known = await _store.Memory.TellAsync(Samples.Told());
        var noted = await _store.Memory.KeepAsync(Samples.Note());
        _store.Where.IsAway = true;
        var again = await _store.Memory.TellAsync(Samples.Told(ts: Samples.Now + 1));
        var note = await _store.Memory.KeepAsync(Samples.Note());
        await _store.Memory.RecordAsync(Samples.Outcome(again.Id));
        _store.Where.IsAway = false;
        await _store.DrainAsync();

        var (fix, memory) = ((await _store.Record.FixAsync(again.Id)).Fix, await _store.Record.GetMemoryAsync(note.Id, default));
        Assert.That(new[] { again.Id, note.Id }, Has.No.Member(known.Id).And.No.Member(noted.Id));
        Assert.That((fix.MergedInto, fix.Sightings, fix.Outcomes.Worked), Is.EqualTo(((Guid?)known.Id, 2L, 1L)));
        Assert.That(memory, Is.Not.Null);
        Assert.That((await _store.Journal.MeasureAsync(default)).Refused, Is.Zero);
    }

    [Test]
    public async Task An_id_answered_for_a_key_stays_valid_where_the_record_had_taken_its_first_request()
    {
        var key = new WriteKey("k", 0, "same");
        var first = await _store.Memory.TakeFixAsync(Samples.Told(), key, default);
        _store.Where.IsAway = true;
        var repeat = await _store.Memory.TakeFixAsync(Samples.Told(), key, default);
        _store.Where.IsAway = false;
        await _store.DrainAsync();

        var fix = (await _store.Record.FixAsync(repeat!.Value.Id)).Fix;
        Assert.That((fix.MergedInto, fix.Sightings), Is.EqualTo(((Guid?)first!.Value.Id, 1L)));
    }

    [Test]
    public async Task An_erasure_is_held_and_happens_after_what_was_told_before_it()
    {
        _store.Where.IsAway = true;
        var fix = await _store.Memory.TellAsync(Samples.Told());
        var erased = await _store.Memory.EraseAsync(RecordKind.Fix, fix.Id, Samples.Now, default);
        _store.Where.IsAway = false;
        await _store.DrainAsync();

        Assert.That((erased!.Memory, erased.Graph, erased.Index), Is.EqualTo((false, false, false)));
        Assert.That(() => _store.Record.GetFixAsync(fix.Id, default), Throws.TypeOf<DomainException>().With.Property("Code").EqualTo(ProblemCodes.Erased));
    }

    [Test]
    public async Task A_correction_and_a_retirement_are_refused_while_the_record_is_away()
    {
        var fix = await _store.Memory.TellAsync(Samples.Told());
        _store.Where.IsAway = true;

        Assert.That(() => _store.Memory.CorrectFixAsync(Samples.Correction(fix.Id, fix.Revision, tags: ["x"]), default), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(() => _store.Agents.RetireAsync("ops", Samples.Now, default), Throws.TypeOf<StoreUnavailableException>());
    }

    [Test]
    public async Task A_key_is_good_for_one_write_wherever_that_is_held()
    {
        var key = new WriteKey("k1", 0, "d1");
        _store.Where.IsAway = true;
        var first = await _store.Memory.TakeFixAsync(Samples.Told(), key, default);
        var again = await _store.Memory.TakeFixAsync(Samples.Told(), key, default);
        var other = Assert.ThrowsAsync<DomainException>(() => _store.Memory.TakeFixAsync(Samples.Told("other"), key with { Digest = "d2" }, default));
        _store.Where.IsAway = false;
        await _store.DrainAsync();
        var later = await _store.Memory.TakeFixAsync(Samples.Told(), key, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again!.Value.Id, again.Replayed), Is.EqualTo((first!.Value.Id, true)));
            Assert.That(other!.Code, Is.EqualTo(ProblemCodes.IdempotencyKeyReused));
            Assert.That((later!.Value.Id, later.Replayed), Is.EqualTo((first.Value.Id, true)));
            Assert.That((await _store.Record.FixAsync(first.Value.Id)).Fix.Sightings, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_write_whose_answer_was_lost_is_done_once()
    {
        var fix = await _store.Memory.TellAsync(Samples.Told("kubelet down"));
        await LoseAsync(() => _store.Memory.TellAsync(Samples.Told("etcd slow", success: true)));
        await LoseAsync(() => _store.Memory.KeepAsync(Samples.Note()));
        await LoseAsync(() => _store.Memory.RecordAsync(Samples.Outcome(fix.Id)));
        await LoseAsync(() => _store.Memory.SeeAsync(Samples.Seen("kubelet down")));
        await LoseAsync(() => _store.Telemetry.AppendAsync(Samples.Report("probe"), null, default));
        var etcd = (await _store.Record.ListFixesAsync(new FixListQuery(10, Fingerprint: Samples.Print("etcd slow")), default)).Single().Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((etcd.Sightings, etcd.Outcomes.Worked), Is.EqualTo((1L, 1L)));
            Assert.That((await _store.Record.FixAsync(fix.Id)).Fix.Outcomes.Worked, Is.EqualTo(1));
            Assert.That((await _store.Record.GetMemoriesAsync("runbook", 10, default)).Count, Is.EqualTo(1));
            Assert.That((await _store.Record.GetPatternsAsync(0, 0, Samples.Now + 1, 10, default)).Single(p => p.Fingerprint == Samples.Print("kubelet down")).Count, Is.EqualTo(2), "told once, seen once");
            Assert.That((await _store.RecordTelemetry.ReadAsync(new SeriesQuery("probe", null, 0, null, 10), default)).Single().Points, Has.Count.EqualTo(1));
            Assert.That((await _store.Journal.MeasureAsync(default)).Refused, Is.Zero);
        }
    }

    [Test]
    public async Task What_is_held_survives_the_end_of_the_program_and_comes_before_what_is_written_after()
    {
        _store.Where.IsAway = true;
        var first = await _store.Memory.TellAsync(Samples.Told("kubelet down"));
        await _store.RestartAsync();
        _store.Where.IsAway = false;
        var second = await _store.Memory.TellAsync(Samples.Told("etcd slow"));
        await _store.DrainAsync();

        Assert.That(second.Durability, Is.EqualTo(Durability.Journaled), "the first is not in the record yet");
        var (one, two) = (await _store.Record.FixAsync(first.Id), await _store.Record.FixAsync(second.Id));
        Assert.That(one.Fix.Revision, Is.LessThan(two.Fix.Revision));
    }

    [Test]
    public async Task However_many_write_while_it_drains_all_is_stored_once_and_in_order()
    {
        _store.Where.IsAway = true;
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => _store.Memory.TellAsync(Samples.Told($"held{i} down"))));
        _store.Where.IsAway = false;
        var draining = _store.DrainAsync();
        var during = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => _store.Memory.TellAsync(Samples.Told($"during{i} down")))));
        await draining;
        await _store.DrainAsync();
        var after = await _store.Memory.TellAsync(Samples.Told("after down"));
        var stats = await _store.Record.GetStatsAsync(default);

        Assert.That((stats.Fixes, during.Select(receipt => receipt.Id).Distinct().Count(), after.Durability), Is.EqualTo((601L, 300, Durability.Committed)));
    }

    [Test]
    public async Task What_the_record_refuses_is_put_aside_and_can_be_tried_again_or_discarded()
    {
        _store.Where.IsAway = true;
        await _store.Memory.RecordAsync(Samples.Outcome(Samples.Id(7)));
        await _store.Memory.RecordAsync(Samples.Outcome(Samples.Id(8)));
        var kept = await _store.Memory.TellAsync(Samples.Told());
        _store.Where.IsAway = false;
        await _store.DrainAsync();
        var refused = await _store.Journal.ReadRefusedAsync(0, 10, default);
        await _store.Memory.TellAsync(Samples.Told("late", id: Samples.Id(7)));
        var (retried, discarded) = (false, false);
        var looks = 0;
        await _store.DrainByItselfAsync(async () =>
        {
            if (++looks == 10)
            {
                retried = await _store.Journal.RetryAsync(refused[0].Entry.Seq, default);
                discarded = await _store.Journal.DiscardAsync(refused[1].Entry.Seq, default);
            }

            return looks > 10 && !await _store.Journal.HoldsAnyAsync(default);
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Select(write => write.Reason), Is.All.EqualTo("What it is about is not there."));
            Assert.That((await _store.Record.FixAsync(kept.Id)).Fix.Sightings, Is.EqualTo(1), "it held nothing up");
            Assert.That((retried, discarded), Is.EqualTo((true, true)));
            Assert.That((await _store.Record.FixAsync(Samples.Id(7))).Fix.Outcomes.Worked, Is.EqualTo(1));
            Assert.That((await _store.Journal.MeasureAsync(default)).Refused, Is.Zero);
            Assert.That(await _store.Journal.RetryAsync(99, default), Is.False);
        }
    }

    [TestCase(true, 0L, 1L)]
    [TestCase(false, 1L, 0L)]
    public async Task What_the_record_refuses_for_what_it_is_is_put_aside_and_a_broken_set_up_is_waited_for(bool refusal, long waiting, long refused)
    {
        _store.Where.IsAway = true;
        await _store.Memory.TellAsync(Samples.Told());
        _store.Where.IsAway = false;
        _store.Where.FailsFor = _ => new StoreUnavailableException("memory", "take a fix", transient: false) { IsRefusal = refusal };
        for (var round = 0; round < 5; round++)
            await _store.DrainAsync();

        var depth = await _store.Journal.MeasureAsync(default);
        Assert.That((depth.Waiting, depth.Refused, _store.GoesToRecord), Is.EqualTo((waiting, refused, refusal)));
    }

    [TestCase("d1")]
    [TestCase("d2")]
    public async Task A_refused_write_can_be_tried_again_when_its_key_is_held_anew(string digest)
    {
        var key = new WriteKey("k1", 0, "d1");
        _store.Where.IsAway = true;
        var first = await _store.Memory.RecordOutcomeAsync(Samples.Outcome(Samples.Id(7)), key, default);
        _store.Where.IsAway = false;
        await _store.DrainAsync();
        var refused = (await _store.Journal.ReadRefusedAsync(0, 10, default)).Single();
        _store.Where.IsAway = true;
        await _store.RestartAsync();
        await _store.Memory.RecordOutcomeAsync(Samples.Outcome(Samples.Id(digest == "d1" ? 7 : 8)), key with { Digest = digest }, default);
        var retried = await _store.Journal.RetryAsync(refused.Entry.Seq, default);
        var waiting = (await _store.Journal.MeasureAsync(default)).Waiting;
        _store.Where.IsAway = false;
        await _store.Record.TellAsync(Samples.Told("late", id: Samples.Id(7)));
        await _store.Record.TellAsync(Samples.Told("other", id: Samples.Id(8)));
        await _store.DrainAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first!.Durability, retried, waiting), Is.EqualTo((Durability.Journaled, true, digest == "d1" ? 1L : 2L)));
            Assert.That((await _store.Record.FixAsync(Samples.Id(7))).Fix.Outcomes.Worked, Is.EqualTo(1));
            Assert.That(await _store.Journal.MeasureAsync(default), Is.EqualTo(new JournalDepth(0, null, 0)));
        }
    }

    [TestCase(false, false)]
    [TestCase(true, true)]
    public async Task A_refusal_and_an_overload_are_told_to_the_caller(bool transient, bool overload)
    {
        _store.Where.Failure = () => new StoreUnavailableException("memory", "take it", transient) { IsOverload = overload };
        _store.Where.IsAway = true;

        Assert.That(() => _store.Memory.TakeFixAsync(Samples.Told(), null, default), Throws.TypeOf<StoreUnavailableException>());
        Assert.That((await _store.Journal.MeasureAsync(default)).Waiting, Is.Zero);
    }

    private async Task LoseAsync(Func<Task> write)
    {
        _store.Where.LosesAnswers = true;
        await write();
        (_store.Where.LosesAnswers, _store.Where.IsAway) = (false, false);
        await _store.DrainAsync();
    }
}
