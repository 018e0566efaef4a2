using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Takes the alerts of a delivery into the transaction of the caller (contract 8); what they mean is the domain's (<see cref="AlertPlan"/>).</summary>
internal static class AlertIntake
{
    /// <summary>Takes them in their order, and the delivery.</summary>
    /// <param name="session">The session.</param>
    /// <param name="batch">The alerts.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    public static AlertsReceipt Take(WriteSession session, AlertBatch batch, long windowMilliseconds, long now)
    {
        var stored = batch.Signals.Select(signal => signal.At).Distinct().Select(at => EpisodeRows.Newest(session, at)).OfType<StoredEpisode>()
            .ToDictionary(known => known.Episode.Id);
        var before = stored.Values.Select(known => new AlertedEpisode(known.Episode, AlertRows.DetailsOf(session, known.Episode.Id)))
            .ToDictionary(known => known.Episode.Id);
        var plan = new AlertPlan(before.Values, windowMilliseconds);
        foreach (var signal in batch.Signals)
            plan.Take(signal);

        Write(session, batch.Signals, plan, stored, before);
        AlertRows.Insert(session, AlertColumns.Counted(batch.Delivery, plan, now));
        return new AlertsReceipt([.. batch.Signals.Zip(plan.Steps).Select(taken => Follow(session, taken.First, taken.Second, windowMilliseconds))]);
    }

    private static void Write(
        WriteSession session, IReadOnlyList<AlertSignal> signals, AlertPlan plan, Dictionary<Guid, StoredEpisode> stored, Dictionary<Guid, AlertedEpisode> before)
    {
        foreach (var told in signals.Zip(plan.Steps).Where(taken => !taken.Second.IsUnchanged).GroupBy(taken => taken.First.Fingerprint))
        {
            var first = told.Min(taken => taken.Second.After.Episode.StartedAt);
            IssueRows.Saw(session, IssueRows.Get(session, told.Key), told.Key, told.First().First.IssueText, first);
        }

        foreach (var episode in plan.Updated)
        {
            var known = before[episode.Episode.Id];
            EpisodeRows.Update(session, stored[episode.Episode.Id], episode.Episode);
            AlertRows.Put(session, episode.Episode.Id, known.Details, episode.Details);
        }

        foreach (var episode in plan.Inserted)
        {
            stored[episode.Episode.Id] = EpisodeRows.Insert(session, episode.Episode);
            AlertRows.Put(session, episode.Episode.Id, EpisodeDetails.None, episode.Details);
        }

        foreach (var step in plan.Steps)
        {
            if (step.SeenAt is { } seenAt)
                EpisodeRows.Saw(session, stored[step.After.Episode.Id], step.After.Episode.Count, seenAt);
        }
    }

    // What an episode's beginning says of the fixes before it, and its end of the one applied in it; in the alerts' order, because each may follow from the one before.
    private static AlertReceipt Follow(WriteSession session, AlertSignal signal, AlertStep step, long windowMilliseconds)
    {
        var episode = step.After.Episode;
        IReadOnlyList<Guid> cameBack = [];
        if (step.Opens && signal.IsFiring)
            cameBack = OccurrenceIntake.CameBack(session, episode, AlertRules.JudgedAt(episode.StartedAt, signal.ReceivedAt, windowMilliseconds), windowMilliseconds);
        if (step.Clears && OutcomeRows.AppliedIn(session, episode) is { } applied)
            OutcomeBook.Append(session, AlertColumns.Cleared(applied.Fix, applied.Scope, signal, episode, windowMilliseconds));
        return new AlertReceipt(episode.Id, signal.Fingerprint, step.Status, cameBack);
    }
}
