using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.AlertMemory;

/// <summary>Alerts, the episodes they make, who is on them, and what was delivered (contract 8), over every adapter.</summary>
[TestFixtureSource(typeof(AlertStores), nameof(AlertStores.All))]
public sealed class AlertMemoryContract(Harness<AlertStore> harness)
{
    private const long Now = Samples.Now;

    private IAlertMemory _alerts = null!;
    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => (_alerts, _memory) = await harness.RequireAsync();

    private static AlertSignal Fires(
        string issue = Samples.Crash, string server = "web-1", string sender = "s1", long startsAt = Now - Samples.Minute, long now = Now) => new(
            Samples.NewId(), Samples.NewId(), Samples.Print(issue), issue, $"{issue}\nits summary", new Scope("shop", server), "alertmanager", sender, true, startsAt, null, now);

    private static AlertSignal Resolves(string issue = Samples.Crash, string server = "web-1", string sender = "s1", long? endsAt = Now, long now = Now + Samples.Second) =>
        Fires(issue, server, sender, now: now) with { IsFiring = false, EndsAt = endsAt };

    private static AlertDelivery Delivery(long at = Now, string? body = "{}", Guid? id = null) =>
        new(id ?? Samples.NewId(), at, "alertmanager", 3, 0, 0, 0, 0, 1, 2, 0, 17, body is not null, body, null);

    private async Task<IReadOnlyList<AlertReceipt>> TakeAsync(params AlertSignal[] signals) =>
        (await _alerts.TakeAlertsAsync(new AlertBatch(signals, Delivery()), null, CancellationToken.None)).Value.Alerts;

    private async Task<IReadOnlyList<EpisodeEntry>> EpisodesAsync(bool? open = null, long now = Now) =>
        await _alerts.ListEpisodesAsync(new EpisodeQuery(200, now, IsOpen: open), CancellationToken.None);

    private async Task<IssueSummary> IssueAsync(long now = Now) =>
        (await _alerts.GetIssueAsync(Samples.Print(Samples.Crash), now, CancellationToken.None))!;

    [Test]
    public async Task Firing_opens_repeats_and_resolution_ends()
    {
        var opened = (await TakeAsync(Fires())).Single();
        var repeat = (await TakeAsync(Fires(now: Now + 1))).Single();
        var resolved = (await TakeAsync(Resolves())).Single();
        var again = (await TakeAsync(Resolves())).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                new[] { opened.Status, repeat.Status, resolved.Status, again.Status },
                Is.EqualTo(new[] { AlertStatus.Firing, AlertStatus.Repeat, AlertStatus.Resolved, AlertStatus.Repeat }));
            Assert.That(new[] { repeat.Episode, resolved.Episode, again.Episode }, Is.All.EqualTo(opened.Episode));
            var episode = (await EpisodesAsync()).Single();
            Assert.That((episode.Episode.Id, episode.Episode.EndedAt, episode.Episode.Count, episode.Alerts), Is.EqualTo((opened.Episode!.Value, (long?)Now, 2L, 1L)));
            Assert.That(episode.Text, Is.EqualTo($"{Samples.Crash}\nits summary"));
        }
    }

    [Test]
    public async Task Many_alerts_of_one_body_give_one_episode_for_each_issue_and_server_and_none_is_lost()
    {
        var signals = Enumerable.Range(0, 500)
            .Select(n => Fires(n % 2 == 0 ? Samples.Crash : Samples.DiskFull, $"web-{n % 50}", sender: $"s{n}")).ToArray();

        var receipts = await TakeAsync(signals);
        var open = await EpisodesAsync(open: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipts, Has.Count.EqualTo(500));
            Assert.That(receipts.Count(receipt => receipt.Status == AlertStatus.Firing), Is.EqualTo(50));
            Assert.That(open, Has.Count.EqualTo(50));
            Assert.That(open.Sum(episode => episode.Alerts), Is.EqualTo(500));
            Assert.That(await _alerts.CountOpenAsync(Now, CancellationToken.None), Is.EqualTo(50));
        }
    }

    [Test]
    public async Task Firing_and_resolving_in_one_body_is_taken_in_its_order()
    {
        var receipts = await TakeAsync(Fires(), Resolves(), Fires(now: Now + Samples.Minute));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipts.Select(receipt => receipt.Status), Is.EqualTo(new[] { AlertStatus.Firing, AlertStatus.Resolved, AlertStatus.Firing }));
            Assert.That((await EpisodesAsync()).Select(episode => episode.Episode.EndedAt), Is.EquivalentTo(new long?[] { Now, null }));
        }
    }

    [Test]
    public async Task Firing_again_within_the_window_after_a_success_is_a_return_and_counts_once()
    {
        var fix = (await _memory.TellAsync(Samples.Told(scope: new Scope("shop", "web-1"), success: true, ts: Now - Samples.Hour))).Id;
        var first = (await TakeAsync(Fires())).Single();
        var repeat = (await TakeAsync(Fires())).Single();
        var elsewhere = (await TakeAsync(Fires(server: "web-2"))).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.CameBack, Is.EqualTo(new[] { fix }));
            Assert.That(repeat.CameBack, Is.Empty);
            Assert.That(elsewhere.CameBack, Is.Empty);
            Assert.That((await _memory.FixAsync(fix)).Evidence.Sum(evidence => evidence.CameBack), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_success_that_is_told_while_the_alert_still_fires_ends_nothing()
    {
        var opened = (await TakeAsync(Fires())).Single();
        var fix = (await _memory.TellAsync(Samples.Told(scope: new Scope("shop", "web-1"), success: true, ts: Now))).Id;
        var repeat = (await TakeAsync(Fires(now: Now + Samples.Minute))).Single();
        var seen = await _memory.SeeAsync(Samples.Seen(scope: new Scope("shop", "web-1"), ts: Now + (2 * Samples.Day)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((repeat.Status, repeat.Episode), Is.EqualTo((AlertStatus.Repeat, opened.Episode)));
            Assert.That((seen.Opened, seen.Episode), Is.EqualTo((false, opened.Episode)), "an occurrence joins it, too, however late");
            Assert.That((await _memory.FixAsync(fix)).Evidence.Sum(evidence => evidence.CameBack), Is.Zero);
        }
    }

    [Test]
    public async Task The_end_of_an_episode_is_evidence_for_the_fix_last_applied_in_it_and_for_no_other()
    {
        var scope = new Scope("shop", "web-1", "production", "1.2");
        var attempted = (await _memory.TellAsync(Samples.Told(solution: "first try"))).Id;
        var last = (await _memory.TellAsync(Samples.Told(solution: "second try"))).Id;
        var failed = (await _memory.TellAsync(Samples.Told(solution: "third try"))).Id;
        await TakeAsync(Fires());
        await _memory.RecordAsync(Samples.Outcome(attempted, OutcomeKind.Attempted, scope: scope, ts: Now - 30));
        await _memory.RecordAsync(Samples.Outcome(last, OutcomeKind.Attempted, scope: scope, ts: Now - 20));
        await _memory.RecordAsync(Samples.Outcome(failed, OutcomeKind.Failed, scope: scope, ts: Now - 10));

        await TakeAsync(Resolves());
        await TakeAsync(Resolves());

        var history = (await _memory.FixAsync(last)).History;
        using (Assert.EnterMultipleScope())
        {
            var cleared = history.Single(entry => entry.Outcome.Evidence.Kind == EvidenceKind.AlertCleared);
            Assert.That((cleared.Counted, cleared.Outcome.Kind, cleared.Outcome.Scope, cleared.Outcome.Ts), Is.EqualTo((true, OutcomeKind.Worked, scope, Now)));
            Assert.That((await _memory.FixAsync(last)).Evidence.In(scope).Worked.AlertCleared, Is.EqualTo(1));
            Assert.That((await _memory.FixAsync(attempted)).History, Has.Count.EqualTo(1));
            Assert.That((await _memory.FixAsync(failed)).History, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task An_outcome_that_names_the_episode_goes_before_a_newer_one_that_does_not()
    {
        var named = (await _memory.TellAsync(Samples.Told(Samples.DiskFull, "of another issue"))).Id;
        var newer = (await _memory.TellAsync(Samples.Told())).Id;
        var episode = (await TakeAsync(Fires())).Single().Episode;
        await _memory.RecordAsync(Samples.Outcome(named, OutcomeKind.Unknown, ts: Now - Samples.Day) with { EpisodeId = episode });
        await _memory.RecordAsync(Samples.Outcome(newer, OutcomeKind.Attempted, scope: Samples.Web1, ts: Now - 1));

        await TakeAsync(Resolves());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _memory.FixAsync(named)).History.Count(entry => entry.Outcome.Evidence.Kind == EvidenceKind.AlertCleared), Is.EqualTo(1));
            Assert.That((await _memory.FixAsync(newer)).History, Has.Count.EqualTo(1));
        }
    }

    [TestCase(-Samples.Hour, "web-1", Description = "before it began")]
    [TestCase(Samples.Minute, "web-1", Description = "after it ended")]
    [TestCase(-1, "web-2", Description = "on another server")]
    public async Task What_was_applied_at_another_time_or_place_gets_no_evidence(long after, string server)
    {
        var fix = (await _memory.TellAsync(Samples.Told())).Id;
        await TakeAsync(Fires());
        await _memory.RecordAsync(Samples.Outcome(fix, OutcomeKind.Attempted, scope: new Scope(Server: server), ts: Now + after));

        await TakeAsync(Resolves(now: Now + (2 * Samples.Minute)));

        Assert.That((await _memory.FixAsync(fix)).History, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_cleared_fix_that_does_not_last_comes_back()
    {
        var fix = (await _memory.TellAsync(Samples.Told())).Id;
        await TakeAsync(Fires());
        await _memory.RecordAsync(Samples.Outcome(fix, OutcomeKind.Attempted, scope: Samples.Web1, ts: Now - 1));
        await TakeAsync(Resolves());

        var next = (await TakeAsync(Fires(startsAt: Now + Samples.Hour, now: Now + Samples.Hour))).Single();

        Assert.That((next.Status, next.CameBack.Single()), Is.EqualTo((AlertStatus.Firing, fix)));
    }

    [Test]
    public async Task An_acknowledgement_holds_for_the_open_episodes_and_ends_with_them()
    {
        await TakeAsync(Fires(), Fires(server: "web-2"));
        var told = new Acknowledgement(Samples.Print(Samples.Crash), "marie", Now);
        var receipt = (await _alerts.AcknowledgeAsync(told, null, CancellationToken.None))!.Value;
        await _alerts.AcknowledgeAsync(told with { By = "joe" }, null, CancellationToken.None);
        var acknowledged = await IssueAsync();
        await TakeAsync(Resolves(), Fires(now: Now + Samples.Minute));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt.Episodes, Has.Count.EqualTo(2));
            Assert.That((acknowledged.Status, acknowledged.Open), Is.EqualTo((IssueStatus.Acknowledged, 2L)));
            Assert.That((await IssueAsync()).Status, Is.EqualTo(IssueStatus.Firing));
            Assert.That((await EpisodesAsync()).Select(episode => episode.AcknowledgedBy), Is.EquivalentTo(new[] { "marie", "marie", null }));
            Assert.That(await _alerts.AcknowledgeAsync(told with { Fingerprint = Samples.Print("never seen") }, null, CancellationToken.None), Is.Null);
        }
    }

    [Test]
    public async Task Issues_are_counted_over_their_episodes()
    {
        await _memory.TellAsync(Samples.Told(ts: Now - Samples.Day));
        await TakeAsync(Fires(), Fires(server: "web-2"), Resolves(server: "web-2"));
        var issue = await IssueAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((issue.Status, issue.Open, issue.Count), Is.EqualTo((IssueStatus.Firing, 1L, 2L)));
            Assert.That(issue.Servers, Is.EqualTo(new[] { "web-1", "web-2" }));
            Assert.That((issue.FirstSeen, issue.LastSeen, issue.Text), Is.EqualTo((Now - Samples.Day, Now, $"{Samples.Crash}\nits summary")));
            Assert.That(await _alerts.GetIssueAsync(Samples.Print("never seen"), Now, CancellationToken.None), Is.Null);
        }
    }

    [Test]
    public async Task A_fix_that_nobody_saw_needed_is_a_quiet_issue_that_no_list_has()
    {
        await _memory.TellAsync(Samples.Told(ts: Now));
        var issue = await IssueAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((issue.Status, issue.Open, issue.Count, issue.Text, issue.FirstSeen), Is.EqualTo((IssueStatus.Quiet, 0L, 0L, Samples.Crash, Now)));
            Assert.That(await _alerts.ListIssuesAsync(new IssueListQuery(10, Now), CancellationToken.None), Is.Empty);
        }
    }

    [Test]
    public async Task Issues_are_listed_last_seen_first_by_state_and_page_after_page()
    {
        await TakeAsync(
            Fires("one", now: Now), Fires("two", now: Now + 1), Fires("three", now: Now + 1), Fires("four", now: Now + 2), Resolves("four", endsAt: Now + 2, now: Now + 2));
        async Task<IReadOnlyList<IssueSummary>> ListAsync(int limit, IssuePosition? after = null, IssueStatus? status = null) =>
            await _alerts.ListIssuesAsync(new IssueListQuery(limit, Now + 3, after, status), CancellationToken.None);

        var all = await ListAsync(10);
        var paged = new List<IssueSummary>();
        for (IssuePosition? after = null; await ListAsync(1, after) is [var next]; after = new IssuePosition(next.LastSeen, next.Fingerprint))
            paged.Add(next);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Select(issue => issue.LastSeen), Is.EqualTo(new[] { Now + 2, Now + 1, Now + 1, Now }));
            Assert.That(all[1].Fingerprint.Value, Is.LessThan(all[2].Fingerprint.Value).Using((IComparer<string>)StringComparer.Ordinal));
            Assert.That(paged.Select(issue => issue.Fingerprint), Is.EqualTo(all.Select(issue => issue.Fingerprint)));
            Assert.That(await ListAsync(10, status: IssueStatus.Firing), Has.Count.EqualTo(3));
            Assert.That((await ListAsync(10, status: IssueStatus.Quiet)).Single().Fingerprint, Is.EqualTo(Samples.Print("four")));
        }
    }

    [Test]
    public async Task An_episode_of_occurrences_that_was_not_seen_for_the_window_is_listed_as_ended_then()
    {
        await _memory.SeeAsync(Samples.Seen());
        await TakeAsync(Fires(Samples.DiskFull));
        var later = Now + Samples.RegressionWindow + 1;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await EpisodesAsync(open: true), Has.Count.EqualTo(2));
            Assert.That((await EpisodesAsync(open: true, later)).Single().Episode.Fingerprint, Is.EqualTo(Samples.Print(Samples.DiskFull)));
            Assert.That((await EpisodesAsync(open: false, later)).Single().Episode.EndedAt, Is.EqualTo(Now));
            Assert.That((await IssueAsync(later)).Status, Is.EqualTo(IssueStatus.Quiet));
        }
    }

    [Test]
    public async Task A_repeat_under_one_key_changes_nothing_and_another_request_is_refused()
    {
        var key = new WriteKey("k-alerts", 0, "digest");
        var batch = new AlertBatch([Fires()], Delivery());
        var first = await _alerts.TakeAlertsAsync(batch, key, CancellationToken.None);
        var again = await _alerts.TakeAlertsAsync(new AlertBatch([Fires()], Delivery()), key, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Replayed, again.Replayed, again.Value.Alerts.Single().Episode), Is.EqualTo((false, true, first.Value.Alerts.Single().Episode)));
            Assert.That((await EpisodesAsync()).Single().Episode.Count, Is.EqualTo(1));
            Assert.ThrowsAsync<DomainException>(() => _alerts.TakeAlertsAsync(batch, key with { Digest = "other" }, CancellationToken.None));
        }
    }

    [Test]
    public async Task Deliveries_are_kept_newest_first_with_what_they_did_and_purged_by_age_and_number()
    {
        var signals = new[] { Fires(), Fires(), Resolves(), Resolves(endsAt: 1, server: "web-3") };
        var first = Delivery(Now - Samples.Day);
        await _alerts.TakeAlertsAsync(new AlertBatch(signals, first), null, CancellationToken.None);
        await _alerts.TakeAlertsAsync(new AlertBatch([], Delivery(Now - 2, body: null)), null, CancellationToken.None);
        await _alerts.TakeAlertsAsync(new AlertBatch([], Delivery(Now - 1)), null, CancellationToken.None);
        var all = await _alerts.ListDeliveriesAsync(10, null, CancellationToken.None);
        var next = await _alerts.ListDeliveriesAsync(10, new ListPosition(all[0].ReceivedAt, all[0].Id), CancellationToken.None);
        var whole = await _alerts.GetDeliveryAsync(first.Id, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Select(delivery => delivery.ReceivedAt), Is.EqualTo(new[] { Now - 1, Now - 2, Now - Samples.Day }));
            Assert.That(next, Is.EqualTo(all.Skip(1)));
            Assert.That(all.Select(delivery => (delivery.IsKept, delivery.Body)), Is.EqualTo(new[] { (true, (string?)null), (false, null), (true, null) }));
            Assert.That(whole, Is.EqualTo(first with { Firing = 1, Repeats = 1, Resolved = 2, TookMilliseconds = Samples.Day }));
            Assert.That(await _alerts.PurgeDeliveriesAsync(Now - Samples.Day + 1, 10, CancellationToken.None), Is.EqualTo(1));
            Assert.That(await _alerts.PurgeDeliveriesAsync(0, 1, CancellationToken.None), Is.EqualTo(1));
            Assert.That((await _alerts.ListDeliveriesAsync(10, null, CancellationToken.None)).Single().Id, Is.EqualTo(all[0].Id));
            Assert.That(await _alerts.GetDeliveryAsync(first.Id, CancellationToken.None), Is.Null);
        }
    }

    [Test]
    public async Task An_export_carries_alerts_acknowledgements_and_returns_and_rebuilds_them()
    {
        var fix = (await _memory.TellAsync(Samples.Told(scope: Samples.Web1, success: true, ts: Now - Samples.Hour))).Id;
        await TakeAsync(Fires(), Fires(sender: "s2"));
        await _alerts.AcknowledgeAsync(new Acknowledgement(Samples.Print(Samples.Crash), "marie", Now), null, CancellationToken.None);
        await _memory.RecordAsync(Samples.Outcome(fix, OutcomeKind.Attempted, scope: Samples.Web1, ts: Now - 1));
        await TakeAsync(Resolves(), Resolves(sender: "s2"), Fires(Samples.DiskFull));
        var lines = await _memory.ExportAsync(CancellationToken.None).ToListAsync();
        var before = await EpisodesAsync();
        var evidence = (await _memory.FixAsync(fix)).Evidence;

        await StartEmpty();
        foreach (var line in lines)
            await _memory.ImportAsync(line, null, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Has.Count.EqualTo(2));
            Assert.That(await EpisodesAsync(), Is.EqualTo(before));
            Assert.That((await _memory.FixAsync(fix)).Evidence, Is.EqualTo(evidence));
            Assert.That((await TakeAsync(Fires(Samples.DiskFull))).Single().Status, Is.EqualTo(AlertStatus.Repeat), "its alert is known to fire");
            Assert.That((await _memory.ExportAsync(CancellationToken.None).ToListAsync()).OfType<ExportedEpisode>().Select(line => line.Details!.Alerts.Count), Is.EquivalentTo(new[] { 2, 1 }));
        }
    }
}
