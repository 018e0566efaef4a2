using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>Occurrences, the episodes they make, and successes that did not last (contract 3).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryEpisodes(Harness<RecordStore> harness)
{
    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => _memory = (await harness.RequireAsync()).Memory;

    [Test]
    public async Task The_first_occurrence_opens_an_episode_and_the_next_repeats_it()
    {
        var first = Samples.Seen();
        var opened = await _memory.SeeAsync(first);
        var repeat = await _memory.SeeAsync(Samples.Seen(ts: Samples.Now + Samples.Hour));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((opened.Episode, opened.Opened), Is.EqualTo((first.Id, true)));
            Assert.That(opened.Fingerprint, Is.EqualTo(first.Fingerprint));
            Assert.That(opened.CameBack, Is.Empty);
            Assert.That((repeat.Episode, repeat.Opened), Is.EqualTo((first.Id, false)));
        }
    }

    [Test]
    public async Task Another_server_or_issue_has_an_episode_of_its_own()
    {
        var episodes = new[]
        {
            await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1)),
            await _memory.SeeAsync(Samples.Seen(scope: Samples.Web2)),
            await _memory.SeeAsync(Samples.Seen(scope: new Scope(Service: "web-1x"))),
            await _memory.SeeAsync(Samples.Seen(Samples.DiskFull, Samples.Web1)),
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(episodes.Select(e => e.Opened), Is.All.True);
            Assert.That(episodes.Select(e => e.Episode), Is.Unique);
        }
    }

    [TestCase(Samples.RegressionWindow, false)]
    [TestCase(Samples.RegressionWindow + 1, true)]
    public async Task An_episode_takes_what_is_seen_within_the_window_inclusive(long apart, bool opens)
    {
        await _memory.SeeAsync(Samples.Seen());
        var next = await _memory.SeeAsync(Samples.Seen(ts: Samples.Now + apart));

        Assert.That(next.Opened, Is.EqualTo(opens));
    }

    [Test]
    public async Task A_success_at_the_place_ends_the_episode_there_alone()
    {
        var fix = (await _memory.TellAsync(Samples.Told())).Id;
        await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1));
        var elsewhere = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web2));
        await _memory.RecordAsync(Samples.Outcome(fix, scope: Samples.Web1, ts: Samples.Now + 1));

        var here = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + 2));
        var there = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web2, ts: Samples.Now + 2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(here.Opened, Is.True);
            Assert.That((there.Opened, there.Episode), Is.EqualTo((false, elsewhere.Episode)));
        }
    }

    [Test]
    public async Task An_unknown_issue_needs_its_text_and_a_known_one_does_not()
    {
        var unknown = await _memory.RecordOccurrenceAsync(Samples.Seen(withText: false), null, CancellationToken.None);
        await _memory.TellAsync(Samples.Told());
        var known = await _memory.RecordOccurrenceAsync(Samples.Seen(withText: false), null, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unknown, Is.Null);
            Assert.That(known!.Value.Opened, Is.True);
        }
    }

    [Test]
    public async Task An_issue_that_was_seen_is_known_to_later_tellings()
    {
        await _memory.SeeAsync(Samples.Seen());
        var told = await _memory.TellAsync(Samples.Told() with { IssueText = null });

        Assert.That((await _memory.FixAsync(told.Id)).Fix.IssueText, Is.EqualTo(Samples.Crash));
    }

    [Test]
    public async Task An_issue_seen_again_after_a_success_on_that_server_came_back()
    {
        var fix = await WorkedOn(Samples.Web1);
        var before = (await _memory.FixAsync(fix)).Fix;
        var seen = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + Samples.Hour));
        var (after, evidence, _, _) = await _memory.FixAsync(fix);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.CameBack, Is.EqualTo([fix]));
            Assert.That(evidence.In(Samples.Web1), Is.EqualTo(new ScopedEvidence(
                Samples.Web1, new EvidenceTally(Reported: 1), default, 0, 1, Samples.Now + Samples.Hour, Samples.Now, Samples.Now + Samples.Hour)));
            Assert.That(after.Outcomes, Is.EqualTo(new OutcomeCounts(Worked: 1)), "nobody reported a failure");
            Assert.That(after.Revision, Is.GreaterThan(before.Revision));
        }
    }

    [Test]
    public async Task It_did_not_come_back_when_it_was_seen_on_another_server()
    {
        var fix = await WorkedOn(Samples.Web1);
        var seen = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web2, ts: Samples.Now + Samples.Hour));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.CameBack, Is.Empty);
            Assert.That((await _memory.FixAsync(fix)).Evidence.Sum(e => e.CameBack), Is.Zero);
        }
    }

    [Test]
    public async Task Without_a_server_the_service_is_the_place()
    {
        var checkout = new Scope(Service: "checkout");
        var fix = await WorkedOn(checkout);
        var other = await _memory.SeeAsync(Samples.Seen(scope: new Scope(Service: "billing"), ts: Samples.Now + 1));
        var same = await _memory.SeeAsync(Samples.Seen(scope: checkout, ts: Samples.Now + 2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(other.CameBack, Is.Empty);
            Assert.That(same.CameBack, Is.EqualTo([fix]));
        }
    }

    [TestCase(0, true)]
    [TestCase(Samples.RegressionWindow, true)]
    [TestCase(Samples.RegressionWindow + 1, false)]
    public async Task It_came_back_within_the_window_inclusive(long after, bool cameBack)
    {
        var fix = await WorkedOn(Samples.Web1);
        var seen = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + after));

        Assert.That(seen.CameBack, cameBack ? Is.EqualTo([fix]) : Is.Empty);
    }

    [Test]
    public async Task What_was_seen_before_the_success_did_not_come_back()
    {
        await WorkedOn(Samples.Web1);
        var seen = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now - 1));

        Assert.That(seen.CameBack, Is.Empty);
    }

    [Test]
    public async Task It_came_back_once_for_an_episode_however_often_it_is_seen()
    {
        var fix = await WorkedOn(Samples.Web1);
        await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + 1));
        var repeat = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + 2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(repeat.CameBack, Is.Empty);
            Assert.That((await _memory.FixAsync(fix)).Evidence.In(Samples.Web1).CameBack, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task It_comes_back_again_in_the_next_episode()
    {
        var fix = await WorkedOn(Samples.Web1);
        await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + Samples.Hour));
        await _memory.RecordAsync(Samples.Outcome(fix, scope: Samples.Web1, application: "second", ts: Samples.Now + 2 * Samples.Hour));
        var next = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + 3 * Samples.Hour));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(next.CameBack, Is.EqualTo([fix]));
            Assert.That((await _memory.FixAsync(fix)).Evidence.In(Samples.Web1).CameBack, Is.EqualTo(2));
        }
    }

    [Test]
    public async Task A_remembered_success_never_means_that_it_came_back()
    {
        var fix = await WorkedOn(Samples.Web1);
        await _memory.TellAsync(Samples.Told(success: true, agent: "other", scope: Samples.Web1, ts: Samples.Now + Samples.Hour));
        await _memory.TellAsync(Samples.Told(success: false, agent: "third", scope: Samples.Web1, ts: Samples.Now + 2 * Samples.Hour));

        Assert.That((await _memory.FixAsync(fix)).Evidence.In(Samples.Web1).CameBack, Is.Zero);
    }

    [Test]
    public async Task Every_fix_that_had_worked_there_came_back_by_id_and_no_other()
    {
        var worked = new List<Guid>();
        foreach (var (solution, id) in new[] { ("first", 3), ("second", 1), ("third", 2) })
            worked.Add((await _memory.TellAsync(Samples.Told(solution: solution, success: true, scope: Samples.Web1, id: Samples.Id(id)))).Id);
        await _memory.TellAsync(Samples.Told(solution: "failed one", success: false, scope: Samples.Web1));
        await _memory.TellAsync(Samples.Told(solution: "silent one", scope: Samples.Web1));
        await _memory.TellAsync(Samples.Told(Samples.DiskFull, success: true, scope: Samples.Web1));

        var seen = await _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + 1));

        Assert.That(seen.CameBack, Is.EqualTo(worked.Order()));
    }

    [Test]
    public async Task Concurrent_occurrences_of_one_issue_open_one_episode()
    {
        var fix = await WorkedOn(Samples.Web1);
        var seen = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => _memory.SeeAsync(Samples.Seen(scope: Samples.Web1, ts: Samples.Now + 1 + i))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Select(s => s.Episode).Distinct().Count(), Is.EqualTo(1));
            Assert.That(seen.Count(s => s.Opened), Is.EqualTo(1));
            Assert.That((await _memory.FixAsync(fix)).Evidence.In(Samples.Web1).CameBack, Is.EqualTo(1));
        }
    }

    private async Task<Guid> WorkedOn(Scope scope) => (await _memory.TellAsync(Samples.Told(success: true, scope: scope))).Id;
}
