using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Episodes;

/// <summary>What alerts make of episodes, worked out by hand. The clock stands at 10,000, the window is 1,000.</summary>
public sealed class AlertRulesTests
{
    private const long Now = 10_000;
    private const long Window = 1_000;

    private static readonly Issue Disk = Issue.FromLabels(new Dictionary<string, string> { ["alertname"] = "DiskFull" });
    private static int _last;

    private static AlertSignal Fires(long? startsAt = 9_500, long now = Now, string sender = "s1", string source = "alertmanager", string server = "web-1") =>
        new(NewId(), NewId(), Disk.Fingerprint, Disk.Text, "DiskFull\nfull", new Scope(Server: server), source, sender, true, startsAt, null, now);

    private static AlertSignal Resolves(long? endsAt = 9_900, long now = Now, string sender = "s1", long? startsAt = 9_500, string source = "alertmanager") =>
        Fires(startsAt, now, sender, source) with { IsFiring = false, EndsAt = endsAt };

    private static Guid NewId() => new($"0192f0c1-2d3e-7abc-8def-{++_last:x12}");

    private static AlertStep Take(AlertedEpisode? newest, AlertSignal signal) => AlertRules.Take(newest, signal, Window);

    private static AlertedEpisode After(params AlertSignal[] signals)
    {
        AlertedEpisode? newest = null;
        foreach (var signal in signals)
            newest = Take(newest, signal).After;
        return newest!;
    }

    [Test]
    public void The_first_firing_opens_an_episode_that_begins_when_the_sender_says()
    {
        var signal = Fires();
        var step = Take(null, signal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((step.Status, step.Opens, step.Clears, step.SeenAt), Is.EqualTo((AlertStatus.Firing, true, false, (long?)Now)));
            Assert.That(step.After.Episode, Is.EqualTo(new Episode(signal.Id, Disk.Fingerprint, "web-1", null, "web-1", "alertmanager", 9_500, Now, null, 1)));
            Assert.That(step.After.Details.Alerts, Is.EqualTo(new[] { new EpisodeAlert("alertmanager", "s1", 9_500, null, 1) }));
            Assert.That(step.After.Details.Text, Is.EqualTo("DiskFull\nfull"));
        }
    }

    [TestCase(null, Now, Description = "no beginning, or the zero time")]
    [TestCase(Now + 1, Now, Description = "a clock ahead of ours")]
    [TestCase(Now, Now)]
    [TestCase(1L, 1L, Description = "it fired long before we were there")]
    public void A_beginning_is_believed_as_far_as_it_can_be(long? startsAt, long began) =>
        Assert.That(Take(null, Fires(startsAt)).After.Episode.StartedAt, Is.EqualTo(began));

    [TestCase(9_500L)]
    [TestCase(9_999L)]
    [TestCase(1L)]
    [TestCase(null)]
    public void Firing_while_open_is_a_repeat_whatever_its_beginning(long? startsAt)
    {
        var step = Take(After(Fires()), Fires(startsAt, Now + 50));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((step.Status, step.Opens, step.SeenAt), Is.EqualTo((AlertStatus.Repeat, false, (long?)(Now + 50))));
            Assert.That((step.After.Episode.StartedAt, step.After.Episode.LastSeenAt, step.After.Episode.Count), Is.EqualTo((9_500L, Now + 50, 2L)));
            Assert.That(step.After.Details.Alerts.Single().Times, Is.EqualTo(2));
        }
    }

    [Test]
    public void A_firing_alert_keeps_its_episode_open_for_longer_than_the_window() =>
        Assert.That(Take(After(Fires()), Fires(now: Now + (100 * Window))).Status, Is.EqualTo(AlertStatus.Repeat));

    [Test]
    public void It_ends_when_the_last_open_alert_in_it_has_resolved()
    {
        var open = After(Fires(), Fires(sender: "s2"), Fires(sender: "s1", source: "grafana"));
        var first = Take(open, Resolves(9_800));
        var second = Take(first.After, Resolves(9_700, sender: "s2"));
        var third = Take(second.After, Resolves(9_900, source: "grafana"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { first.Status, second.Status, third.Status }, Is.All.EqualTo(AlertStatus.Resolved));
            Assert.That(new[] { first.Clears, second.Clears, third.Clears }, Is.EqualTo(new[] { false, false, true }));
            Assert.That((first.After.Episode.EndedAt, second.After.Episode.EndedAt, third.After.Episode.EndedAt), Is.EqualTo(((long?)null, (long?)null, (long?)9_900)));
        }
    }

    [Test]
    public void The_end_is_that_of_the_alert_that_ended_last_however_they_are_ordered() =>
        Assert.That(After(Fires(), Fires(sender: "s2"), Resolves(9_990), Resolves(9_600, sender: "s2")).Episode.EndedAt, Is.EqualTo(9_990));

    [TestCase(null, Now, Description = "no end, or the zero time")]
    [TestCase(Now + 5, Now, Description = "a clock ahead of ours")]
    [TestCase(9_500L, 9_500L, Description = "at the beginning itself")]
    public void An_end_is_believed_as_far_as_it_can_be(long? endsAt, long ended) =>
        Assert.That(Take(After(Fires()), Resolves(endsAt)).After.Episode.EndedAt, Is.EqualTo(ended));

    [Test]
    public void A_resolution_before_the_open_episode_began_is_late_and_closes_nothing()
    {
        var open = After(Fires());
        var step = Take(open, Resolves(9_499));

        Assert.That((step.Status, step.IsUnchanged, step.Clears, step.After), Is.EqualTo((AlertStatus.Late, true, false, open)));
    }

    [Test]
    public void A_repeated_resolution_changes_nothing()
    {
        var ended = After(Fires(), Resolves());
        var again = Take(ended, Resolves(now: Now + 1));
        var withoutEnd = Take(ended, Resolves(endsAt: null, now: Now + 1));
        var inOpen = Take(After(Fires(), Fires(sender: "s2"), Resolves()), Resolves());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Status, again.IsUnchanged, again.Clears), Is.EqualTo((AlertStatus.Repeat, true, false)));
            Assert.That((withoutEnd.Status, withoutEnd.IsUnchanged), Is.EqualTo((AlertStatus.Repeat, true)));
            Assert.That((inOpen.Status, inOpen.IsUnchanged), Is.EqualTo((AlertStatus.Repeat, true)));
        }
    }

    [Test]
    public void Firing_again_opens_the_next_even_with_the_same_beginning()
    {
        var ended = After(Fires(), Resolves());
        var same = Take(ended, Fires(now: Now + 100));
        var later = Take(ended, Fires(Now + 60, now: Now + 100));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((same.Status, same.Opens), Is.EqualTo((AlertStatus.Firing, true)));
            Assert.That(same.After.Episode.StartedAt, Is.EqualTo(Now + 100), "what it says belongs to the episode before");
            Assert.That((later.Opens, later.After.Episode.StartedAt), Is.EqualTo((true, Now + 60)));
            Assert.That(Take(same.After, Resolves(now: Now + 200)).Status, Is.EqualTo(AlertStatus.Late), "the resolution of the one before, once more");
        }
    }

    [Test]
    public void An_acknowledgement_ends_with_its_episode()
    {
        var open = After(Fires());
        var acknowledged = open with { Details = open.Details with { AcknowledgedBy = "marie", AcknowledgedAt = Now } };
        var repeated = Take(acknowledged, Fires());
        var ended = Take(repeated.After, Resolves());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(repeated.After.Details.AcknowledgedBy, Is.EqualTo("marie"));
            Assert.That(ended.After.Details.AcknowledgedBy, Is.EqualTo("marie"), "it stays with what it was said of");
            Assert.That(Take(ended.After, Fires(now: Now + 100)).After.Details.AcknowledgedBy, Is.Null);
        }
    }

    [Test]
    public void A_resolution_without_a_firing_is_a_closed_episode()
    {
        var step = Take(null, Resolves());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((step.Status, step.Opens, step.Clears), Is.EqualTo((AlertStatus.Resolved, true, true)));
            Assert.That((step.After.Episode.StartedAt, step.After.Episode.EndedAt, step.After.Episode.Count), Is.EqualTo((9_500L, (long?)9_900, 1L)));
            Assert.That(Take(null, Resolves(startsAt: null)).After.Episode.StartedAt, Is.EqualTo(9_900));
            Assert.That(Take(null, Resolves(endsAt: 9_000)).After.Episode.StartedAt, Is.EqualTo(9_000), "a beginning after its end is none");
        }
    }

    [Test]
    public void A_later_resolution_after_the_end_is_a_closed_episode_of_its_own()
    {
        var step = Take(After(Fires(), Resolves(9_900)), Resolves(9_950, now: Now + 10, startsAt: 9_940));

        Assert.That((step.Status, step.Opens, step.After.Episode.StartedAt, step.After.Episode.EndedAt), Is.EqualTo((AlertStatus.Resolved, true, 9_940L, (long?)9_950)));
    }

    [Test]
    public void Alerts_of_one_stretch_that_all_resolve_without_firing_are_one_closed_episode()
    {
        var first = Take(null, Resolves());
        var second = Take(first.After, Resolves(9_800, sender: "s2"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((second.Status, second.Opens), Is.EqualTo((AlertStatus.Resolved, false)));
            Assert.That(second.After.Details.Alerts, Has.Count.EqualTo(2));
            Assert.That(Take(second.After, Resolves()).Status, Is.EqualTo(AlertStatus.Repeat), "a repeat of either is one");
            Assert.That(Take(second.After, Resolves(9_800, sender: "s2")).Status, Is.EqualTo(AlertStatus.Repeat));
        }
    }

    [Test]
    public void An_alert_joins_an_episode_that_occurrences_opened_and_its_resolution_ends_it()
    {
        var seen = new AlertedEpisode(new Episode(NewId(), Disk.Fingerprint, "web-1", null, "web-1", "probe", 9_200, 9_200, null, 1), EpisodeDetails.None);
        var joined = Take(seen, Fires());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((joined.Status, joined.After.Episode.Id, joined.After.Details.IsFiring), Is.EqualTo((AlertStatus.Repeat, seen.Episode.Id, true)));
            Assert.That(joined.After.Details.Text, Is.EqualTo("DiskFull\nfull"));
            Assert.That(Take(joined.After, Resolves()).After.Episode.EndedAt, Is.EqualTo(9_900));
        }
    }

    [Test]
    public void An_episode_of_occurrences_that_is_over_is_closed_before_the_next_opens()
    {
        var seen = new AlertedEpisode(new Episode(NewId(), Disk.Fingerprint, "web-1", null, "web-1", "probe", 8_000, 8_999, null, 1), EpisodeDetails.None);
        var step = Take(seen, Fires());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((step.Status, step.Opens), Is.EqualTo((AlertStatus.Firing, true)));
            Assert.That(step.Before!.Episode.EndedAt, Is.EqualTo(8_999));
            Assert.That(AlertRules.IsOpen(seen, 8_999 + Window, Window), Is.True, "the window is inclusive");
        }
    }

    [TestCase(9_000, Now, 9_000)]
    [TestCase(8_999, Now, Now)]
    public void A_beginning_longer_ago_than_the_window_is_judged_by_when_it_came(long startedAt, long receivedAt, long judged) =>
        Assert.That(AlertRules.JudgedAt(startedAt, receivedAt, Window), Is.EqualTo(judged));

    [Test]
    public void A_plan_takes_many_alerts_one_after_the_other()
    {
        var known = After(Fires());
        var plan = new AlertPlan([known], Window);
        AlertSignal[] signals = [Fires(), Resolves(), Fires(now: Now + 10), Fires(server: "web-2"), Resolves(endsAt: 9_000, now: Now + 20)];
        foreach (var signal in signals)
            plan.Take(signal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                plan.Steps.Select(step => step.Status),
                Is.EqualTo(new[] { AlertStatus.Repeat, AlertStatus.Resolved, AlertStatus.Firing, AlertStatus.Firing, AlertStatus.Late }));
            Assert.That(plan.Updated.Select(episode => (episode.Episode.Id, episode.Episode.EndedAt, episode.Episode.Count)), Is.EqualTo(new[] { (known.Episode.Id, (long?)9_900, 2L) }));
            Assert.That(plan.Inserted.Select(episode => (episode.Episode.Id, episode.Episode.EndedAt)), Is.EqualTo(new[] { (signals[2].Id, (long?)null), (signals[3].Id, null) }));
        }
    }
}
