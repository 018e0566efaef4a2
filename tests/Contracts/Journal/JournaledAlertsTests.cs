using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>Alerts that come while the record is away: none is lost, and the answer does not say more than is known.</summary>
public sealed class JournaledAlertsTests
{
    private static AlertSignal Signal(bool isFiring, long receivedAt) => new(
        Samples.NewId(), Samples.NewId(), Samples.Print(Samples.Crash), Samples.Crash, Samples.Crash, new Scope(Server: "web-1"), "alertmanager", "s1", isFiring,
        Samples.Now, isFiring ? null : Samples.Now + 1, receivedAt);

    private static AlertBatch Batch(params AlertSignal[] signals) => new(
        signals, new AlertDelivery(Samples.NewId(), Samples.Now, "alertmanager", signals.Length, 0, 0, 0, 0, 0, 0, 0, 2, true, "{}", null));

    [Test]
    public async Task They_are_journaled_and_make_their_episodes_when_the_record_is_back()
    {
        await using var record = new JournaledRecord();
        await record.DrainAsync();
        record.Where.IsAway = true;
        var signals = new[] { Signal(true, Samples.Now), Signal(false, Samples.Now + 2), Signal(true, Samples.Now + 3) };
        var taken = new List<Written<AlertsReceipt>>();
        foreach (var signal in signals)
            taken.Add(await record.Alerts.TakeAlertsAsync(Batch(signal), null, CancellationToken.None));
        var acknowledged = await record.Alerts.AcknowledgeAsync(new Acknowledgement(signals[0].Fingerprint, "marie", Samples.Now + 4), null, CancellationToken.None);

        record.Where.IsAway = false;
        await record.DrainAsync();
        var episodes = await record.Alerts.ListEpisodesAsync(new EpisodeQuery(10, Samples.Now + 5), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(taken.Select(written => written.Durability), Is.All.EqualTo(Durability.Journaled));
            Assert.That(taken.Select(written => written.Value.Alerts.Single().Episode), Is.All.Null);
            Assert.That(taken.Select(written => written.Value.Alerts.Single().Status), Is.EqualTo(new[] { AlertStatus.Firing, AlertStatus.Resolved, AlertStatus.Firing }));
            Assert.That(acknowledged!.Durability, Is.EqualTo(Durability.Journaled));
            Assert.That(episodes.Select(episode => (episode.Episode.Id, episode.AcknowledgedBy, IsOpen: episode.Episode.EndedAt is null)), Is.EquivalentTo(new[]
            {
                (signals[0].Id, (string?)null, false), (signals[2].Id, "marie", true),
            }));
            Assert.That(await record.Alerts.ListDeliveriesAsync(10, null, CancellationToken.None), Has.Count.EqualTo(3));
        }
    }

    [Test]
    public async Task Given_twice_to_the_record_they_count_once()
    {
        await using var record = new JournaledRecord();
        var key = new WriteKey("k", 0, "d");
        record.Where.IsAway = true;
        await record.Alerts.TakeAlertsAsync(Batch(Signal(true, Samples.Now)), key, CancellationToken.None);
        record.Where.IsAway = false;
        await record.DrainAsync();

        var again = await record.Alerts.TakeAlertsAsync(Batch(Signal(true, Samples.Now)), key, CancellationToken.None);

        Assert.That((again.Replayed, (await record.Alerts.ListEpisodesAsync(new EpisodeQuery(10, Samples.Now), CancellationToken.None)).Single().Episode.Count), Is.EqualTo((true, 1L)));
    }
}
