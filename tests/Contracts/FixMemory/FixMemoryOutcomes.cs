using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>What outcomes count and how evidence gathers (contract 3).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryOutcomes(Harness<RecordStore> harness)
{
    private IFixMemory _memory = null!;
    private Guid _fix;

    [SetUp]
    public async Task StartWithAFix()
    {
        _memory = (await harness.RequireAsync()).Memory;
        _fix = (await _memory.TellAsync(Samples.Told())).Id;
    }

    [Test]
    public async Task Every_kind_counts_as_what_it_is()
    {
        OutcomeKind[] kinds = [OutcomeKind.Worked, OutcomeKind.Failed, OutcomeKind.RolledBack, OutcomeKind.Attempted, OutcomeKind.Unknown];
        OutcomeReceipt? last = null;
        foreach (var (kind, i) in kinds.Select((k, i) => (k, i)))
            last = await _memory.RecordAsync(Samples.Outcome(_fix, kind, application: $"a{i}", ts: Samples.Now + i));
        var (fix, evidence, history, _) = await _memory.FixAsync(_fix);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(last!.Counts, Is.EqualTo(new OutcomeCounts(1, 1, 1, 1, 1)));
            Assert.That(fix.Outcomes, Is.EqualTo(last.Counts));
            Assert.That(history.Select(h => h.Outcome.Kind), Is.EqualTo(kinds.Reverse()));
            Assert.That(evidence, Is.EqualTo(last.Evidence));
            Assert.That(evidence.In(Scope.Everywhere), Is.EqualTo(new ScopedEvidence(
                Scope.Everywhere, new EvidenceTally(Reported: 1), new EvidenceTally(Reported: 2), 2, 0, Samples.Now + 2, Samples.Now, null)));
        }
    }

    [TestCase(OutcomeKind.Unknown)]
    [TestCase(OutcomeKind.Attempted)]
    public async Task What_is_not_known_is_never_failure(OutcomeKind kind)
    {
        await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.Worked, application: "a"));
        await _memory.RecordAsync(Samples.Outcome(_fix, kind, application: "b", ts: Samples.Now + 1));
        var fix = (await _memory.FixAsync(_fix)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fix.Success, Is.True);
            Assert.That(fix.Outcomes.AllFailed, Is.Zero);
        }
    }

    [Test]
    public async Task Success_is_the_newest_conclusive_outcome_whatever_the_order_of_arrival()
    {
        await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.Worked, application: "late", ts: Samples.Now));
        await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.RolledBack, application: "early", ts: Samples.Now - 1));
        var before = (await _memory.FixAsync(_fix)).Fix;
        await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.RolledBack, application: "newest", ts: Samples.Now + 1));
        var after = (await _memory.FixAsync(_fix)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((before.Success, before.SuccessTs), Is.EqualTo(((bool?)true, (long?)Samples.Now)));
            Assert.That((after.Success, after.SuccessTs), Is.EqualTo(((bool?)false, (long?)(Samples.Now + 1))));
        }
    }

    [Test]
    public async Task An_outcome_is_read_back_whole()
    {
        var outcome = new OutcomeReport(
            Samples.NewId(), _fix, OutcomeKind.RolledBack, new Evidence(EvidenceKind.Verified, "probe failed ✗"), "ops-bot",
            new Scope("checkout", "web-1", "production", "1.2"), Samples.Now, Samples.NewId(), "deploy-17", Samples.NewId());

        var receipt = await _memory.RecordAsync(outcome);
        var history = (await _memory.FixAsync(_fix)).History;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((receipt.Id, receipt.FixId, receipt.Counted), Is.EqualTo((outcome.Id, _fix, true)));
            Assert.That(history, Is.EqualTo([new OutcomeEntry(outcome, Counted: true)]));
        }
    }

    [Test]
    public async Task One_recall_counts_once_for_a_fix()
    {
        var recall = Samples.NewId();
        var first = await _memory.RecordAsync(Samples.Outcome(_fix, recall: recall));
        var again = await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.Failed, recall: recall, ts: Samples.Now + Samples.Day));
        var other = await _memory.RecordAsync(Samples.Outcome(_fix, recall: Samples.NewId()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Counted, again.Counted, other.Counted), Is.EqualTo((true, false, true)));
            Assert.That(again.Counts, Is.EqualTo(new OutcomeCounts(Worked: 1)));
            Assert.That((await _memory.FixAsync(_fix)).History.Select(h => h.Counted), Is.EquivalentTo([true, false, true]), "what does not count is kept");
        }
    }

    [Test]
    public async Task One_application_counts_once_for_a_fix()
    {
        var first = await _memory.RecordAsync(Samples.Outcome(_fix, application: "deploy-17"));
        var again = await _memory.RecordAsync(Samples.Outcome(_fix, application: "deploy-17", ts: Samples.Now + Samples.Day));
        var other = await _memory.RecordAsync(Samples.Outcome(_fix, application: "deploy-18"));

        Assert.That((first.Counted, again.Counted, other.Counted), Is.EqualTo((true, false, true)));
    }

    [Test]
    public async Task One_recall_or_application_counts_for_each_fix_it_is_about()
    {
        var other = (await _memory.TellAsync(Samples.Told(solution: Samples.Rollback))).Id;
        var recall = Samples.NewId();

        var counted = new[]
        {
            (await _memory.RecordAsync(Samples.Outcome(_fix, recall: recall))).Counted,
            (await _memory.RecordAsync(Samples.Outcome(other, recall: recall))).Counted,
            (await _memory.RecordAsync(Samples.Outcome(_fix, application: "a"))).Counted,
            (await _memory.RecordAsync(Samples.Outcome(other, application: "a"))).Counted,
        };

        Assert.That(counted, Is.All.True);
    }

    [Test]
    public async Task An_attempt_does_not_stand_in_the_way_of_its_result()
    {
        await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.Attempted, application: "deploy-17"));
        await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.Attempted, agent: "ops-bot", ts: Samples.Now + 1));
        var named = await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.Worked, application: "deploy-17", ts: Samples.Now + 2));
        var unnamed = await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.Failed, agent: "ops-bot", ts: Samples.Now + 3));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((named.Counted, unnamed.Counted), Is.EqualTo((true, true)));
            Assert.That(unnamed.Counts, Is.EqualTo(new OutcomeCounts(Worked: 1, Failed: 1, Attempted: 2)));
        }
    }

    [TestCase(59_999, false)]
    [TestCase(60_000, true)]
    [TestCase(-59_999, false)]
    [TestCase(-60_000, true)]
    public async Task Outcomes_without_ids_less_than_a_minute_apart_count_once(long apart, bool counted)
    {
        await _memory.RecordAsync(Samples.Outcome(_fix, agent: "ops-bot", scope: Samples.Web1));
        var second = await _memory.RecordAsync(Samples.Outcome(_fix, agent: "ops-bot", scope: Samples.Web1, ts: Samples.Now + apart));

        Assert.That(second.Counted, Is.EqualTo(counted));
    }

    [Test]
    public async Task Within_the_minute_another_agent_server_fix_or_an_id_of_its_own_counts()
    {
        var other = (await _memory.TellAsync(Samples.Told(solution: Samples.Rollback))).Id;
        await _memory.RecordAsync(Samples.Outcome(_fix, agent: "a", scope: Samples.Web1));

        var counted = new[]
        {
            (await _memory.RecordAsync(Samples.Outcome(_fix, agent: "b", scope: Samples.Web1))).Counted,
            (await _memory.RecordAsync(Samples.Outcome(_fix, agent: "a", scope: Samples.Web2))).Counted,
            (await _memory.RecordAsync(Samples.Outcome(other, agent: "a", scope: Samples.Web1))).Counted,
            (await _memory.RecordAsync(Samples.Outcome(_fix, agent: "a", scope: Samples.Web1, application: "own"))).Counted,
            (await _memory.RecordAsync(Samples.Outcome(_fix, agent: "a", scope: Samples.Web1, recall: Samples.NewId()))).Counted,
        };

        Assert.That(counted, Is.All.True);
    }

    [Test]
    public async Task Two_tellings_with_success_within_the_minute_are_two_sightings_and_one_success()
    {
        var first = await _memory.TellAsync(Samples.Told(success: true, agent: "a", scope: Samples.Web1));
        await _memory.TellAsync(Samples.Told(success: true, agent: "a", scope: Samples.Web1, ts: Samples.Now + 30 * Samples.Second));
        var fix = (await _memory.FixAsync(first.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fix.Sightings, Is.EqualTo(3));
            Assert.That(fix.Outcomes.Worked, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Evidence_is_kept_for_each_exact_scope_and_kind()
    {
        var exact = new Scope("checkout", "web-1", "production", "1.2");
        var wider = exact with { Version = null };
        await _memory.RecordAsync(Samples.Outcome(_fix, evidence: EvidenceKind.Verified, scope: exact, application: "1", ts: Samples.Now + 1));
        await _memory.RecordAsync(Samples.Outcome(_fix, evidence: EvidenceKind.Person, scope: exact, application: "2", ts: Samples.Now + 2));
        await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.Failed, EvidenceKind.AlertCleared, scope: wider, application: "3", ts: Samples.Now + 3));
        await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.RolledBack, scope: wider, application: "4", ts: Samples.Now - 4));
        await _memory.RecordAsync(Samples.Outcome(_fix, OutcomeKind.Attempted, scope: Samples.Web2, application: "5", ts: Samples.Now + 5));
        var evidence = (await _memory.FixAsync(_fix)).Evidence;

        Assert.That(evidence, Is.EquivalentTo([
            new ScopedEvidence(exact, new EvidenceTally(Verified: 1, Person: 1), default, 0, 0, Samples.Now + 2, Samples.Now + 2, null),
            new ScopedEvidence(wider, default, new EvidenceTally(AlertCleared: 1, Reported: 1), 0, 0, Samples.Now + 3, null, null),
            new ScopedEvidence(Samples.Web2, default, default, 1, 0, null, null, null),
        ]));
    }

    [Test]
    public async Task What_did_not_count_is_no_evidence()
    {
        await _memory.RecordAsync(Samples.Outcome(_fix, scope: Samples.Web1, application: "a"));
        var again = await _memory.RecordAsync(Samples.Outcome(_fix, scope: Samples.Web2, application: "a"));

        Assert.That(again.Evidence.Select(e => e.Scope), Is.EqualTo([Samples.Web1]));
    }

    [Test]
    public async Task Lists_and_recall_carry_the_same_evidence_as_the_fix()
    {
        await _memory.RecordAsync(Samples.Outcome(_fix, scope: Samples.Web1, application: "a"));
        var record = await _memory.FixAsync(_fix);
        var listed = (await _memory.ListFixesAsync(new FixListQuery(1), CancellationToken.None)).Single();
        var many = (await _memory.GetManyAsync([_fix], CancellationToken.None)).Single().Fix!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(record.Evidence.Single().Worked.Total, Is.EqualTo(1));
            Assert.That(listed.Evidence, Is.EqualTo(record.Evidence));
            Assert.That(many.Evidence, Is.EqualTo(record.Evidence));
            Assert.That(listed.Fix.Outcomes, Is.EqualTo(record.Fix.Outcomes));
            Assert.That(many.Fix.Revision, Is.EqualTo(record.Fix.Revision));
        }
    }

    [Test]
    public async Task History_is_newest_first_with_ties_by_id_and_holds_the_newest_hundred()
    {
        for (var i = 0; i < 101; i++)
            await _memory.RecordAsync(Samples.Outcome(_fix, application: $"a{i}", ts: Samples.Now + (i / 2), id: Samples.Id(1_000 - i)));
        var history = (await _memory.FixAsync(_fix)).History;

        var expected = Enumerable.Range(0, 101).Select(i => (Ts: Samples.Now + (i / 2), Id: Samples.Id(1_000 - i)))
            .OrderByDescending(o => o.Ts).ThenBy(o => o.Id).Take(100);
        Assert.That(history.Select(h => (h.Outcome.Ts, h.Outcome.Id)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Outcomes_of_a_fix_that_never_was_are_refused_without_a_trace()
    {
        var receipt = await _memory.RecordOutcomeAsync(Samples.Outcome(Samples.NewId()), null, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt, Is.Null);
            Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Outcomes, Is.Zero);
        }
    }

    [Test]
    public async Task Concurrent_outcomes_of_one_application_count_once_and_of_many_each()
    {
        var same = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _memory.RecordAsync(Samples.Outcome(_fix, application: "one"))));
        var many = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => _memory.RecordAsync(Samples.Outcome(_fix, application: $"many-{i}"))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(same.Count(r => r.Counted), Is.EqualTo(1));
            Assert.That(many.Count(r => r.Counted), Is.EqualTo(16));
            Assert.That((await _memory.FixAsync(_fix)).Fix.Outcomes.Worked, Is.EqualTo(17));
        }
    }
}
