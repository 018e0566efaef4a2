using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.UnitTests.Episodes;

public sealed class EpisodeTests
{
    private const long Window = 1_000;

    private static readonly Occurrence Seen = new(
        new Guid("0192f0c1-2d3e-7abc-8def-000000000001"), Issue.FromText("disk full").Fingerprint, "disk full", new Scope("pay", "web"), 500, "probe");

    [Test]
    public void An_occurrence_opens_an_episode_of_its_own_id_at_its_server() => Assert.That(
        Episode.Opened(Seen), Is.EqualTo(new Episode(Seen.Id, Seen.Fingerprint, "web", "pay", "web", "probe", 500, 500, null, 1)));

    [Test]
    public void Without_a_server_the_service_is_the_place() => Assert.That(Episode.Opened(Seen with { Scope = new Scope("pay") }).Place, Is.EqualTo("pay"));

    [TestCase(500 + Window, true)]
    [TestCase(501 + Window, false)]
    [TestCase(100, true)]
    public void An_open_episode_takes_what_is_seen_within_the_window(long ts, bool taken) => Assert.That(Episode.Opened(Seen).Takes(ts, Window), Is.EqualTo(taken));

    [Test]
    public void An_ended_episode_takes_nothing_more() => Assert.That(Episode.Opened(Seen).Ended(600).Takes(601, Window), Is.False);

    [Test]
    public void A_repeat_counts_and_stretches_the_episode()
    {
        var episode = Episode.Opened(Seen).SeenAgain(700).SeenAgain(300);
        Assert.That((episode.StartedAt, episode.LastSeenAt, episode.Count), Is.EqualTo((300L, 700L, 3L)));
    }

    [Test]
    public void An_episode_ends_once_and_not_before_it_began()
    {
        Assert.That(Episode.Opened(Seen).Ended(100).EndedAt, Is.EqualTo(500));
        Assert.That(Episode.Opened(Seen).Ended(700).Ended(900).EndedAt, Is.EqualTo(700));
    }

    [TestCase(500, true)]
    [TestCase(500 - Window, true)]
    [TestCase(499 - Window, false)]
    [TestCase(501, false)]
    public void It_came_back_when_it_began_after_the_success_and_within_the_window(long workedTs, bool cameBack) =>
        Assert.That(Episode.Opened(Seen).CameBackAfter(workedTs, Window), Is.EqualTo(cameBack));
}
