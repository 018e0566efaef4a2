namespace ObsControlPlane.Domain.Episodes;

/// <summary>
/// What one alert does to the newest episode of its issue at its place (contract 8). An episode goes from the first firing until the last
/// open alert in it has resolved. Senders repeat, reorder and have clocks of their own; their instants are believed only as far as they
/// contradict nothing that is known.
/// </summary>
public static class AlertRules
{
    /// <summary>Takes one alert.</summary>
    /// <param name="newest">The open episode there; else the one that was recorded last; null when there never was one.</param>
    /// <param name="signal">The alert.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    /// <returns>What it does.</returns>
    public static AlertStep Take(AlertedEpisode? newest, AlertSignal signal, long windowMilliseconds)
    {
        if (newest?.Episode.EndedAt is null && newest is not null)
        {
            if (IsOpen(newest, signal.ReceivedAt, windowMilliseconds))
                return signal.IsFiring ? Repeated(newest, signal) : ResolvedInOpen(newest, signal);
            // Only occurrences opened it, and none was seen for so long that it is over (docs/decisions 0007).
            var over = newest with { Episode = newest.Episode.Ended(newest.Episode.LastSeenAt) };
            return TakeAfter(over, signal) with { Before = over };
        }

        return TakeAfter(newest, signal);
    }

    /// <summary>Whether an episode that has not ended still lasts at an instant: an alert fires in it, or it was seen within the window.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="at">The instant, epoch milliseconds.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    public static bool IsOpen(AlertedEpisode episode, long at, long windowMilliseconds) =>
        episode.Episode.EndedAt is null && (episode.Details.IsFiring || episode.Episode.Takes(at, windowMilliseconds));

    /// <summary>
    /// The instant from which a firing is compared with the successes before it. A beginning longer ago than the window says nothing about a
    /// success since: then the firing counts when it came.
    /// </summary>
    /// <param name="startedAt">When the episode began.</param>
    /// <param name="receivedAt">When the alert that opened it came.</param>
    /// <param name="windowMilliseconds">The regression window.</param>
    public static long JudgedAt(long startedAt, long receivedAt, long windowMilliseconds) =>
        receivedAt - startedAt <= windowMilliseconds ? startedAt : receivedAt;

    private static AlertStep TakeAfter(AlertedEpisode? ended, AlertSignal signal) => signal.IsFiring ? Opened(ended, signal) : ResolvedAfter(ended, signal);

    private static AlertStep Opened(AlertedEpisode? ended, AlertSignal signal)
    {
        var began = Began(ended, signal);
        var episode = new Episode(
            signal.Id, signal.Fingerprint, signal.Scope.Place, signal.Scope.Service, signal.Scope.Server, signal.Source, began, signal.ReceivedAt, null, 1);
        var details = new EpisodeDetails(signal.Text, null, null, [new EpisodeAlert(signal.Source, signal.Sender, began, null, 1)]);
        return new AlertStep(AlertStatus.Firing, new AlertedEpisode(episode, details)) { Opens = true, SeenAt = signal.ReceivedAt };
    }

    private static AlertStep Repeated(AlertedEpisode open, AlertSignal signal)
    {
        var known = open.Details.Of(signal);
        var alert = known is null
            ? new EpisodeAlert(signal.Source, signal.Sender, Math.Max(open.Episode.StartedAt, Began(null, signal)), null, 1)
            : known with { ResolvedAt = null, Times = known.Times + 1 };
        var details = open.Details.With(alert);
        return new AlertStep(
            AlertStatus.Repeat, new AlertedEpisode(open.Episode.SeenAgain(signal.ReceivedAt), details with { Text = details.Text ?? signal.Text }))
        {
            SeenAt = signal.ReceivedAt,
        };
    }

    private static AlertStep ResolvedInOpen(AlertedEpisode open, AlertSignal signal)
    {
        var ended = EndOf(signal);
        if (signal.EndsAt is not null && ended < open.Episode.StartedAt)
            return new AlertStep(AlertStatus.Late, open) { IsUnchanged = true };
        var known = open.Details.Of(signal);
        if (known is { ResolvedAt: not null })
            return new AlertStep(AlertStatus.Repeat, open) { IsUnchanged = true };
        var at = Math.Max(ended, open.Episode.StartedAt);
        var alert = known is null
            ? new EpisodeAlert(signal.Source, signal.Sender, Math.Min(Math.Max(open.Episode.StartedAt, Began(null, signal)), at), at, 1)
            : known with { ResolvedAt = at, Times = known.Times + 1 };
        var details = open.Details.With(alert);
        var last = details.Alerts.Max(one => one.ResolvedAt) ?? at;
        return details.IsFiring
            ? new AlertStep(AlertStatus.Resolved, open with { Details = details })
            : new AlertStep(AlertStatus.Resolved, new AlertedEpisode(open.Episode.Ended(last), details)) { Clears = true };
    }

    private static AlertStep ResolvedAfter(AlertedEpisode? ended, AlertSignal signal)
    {
        var end = EndOf(signal);
        if (ended is { Episode: { EndedAt: { } before } episode } && ended.Details.Alerts.Count > 0)
        {
            var isBefore = signal.EndsAt is null || end <= before;
            if (ended.Details.Of(signal) is not null && isBefore)
                return new AlertStep(AlertStatus.Repeat, ended) { IsUnchanged = true };
            // Another alert of the same stretch whose firing never came: a part of that episode, not one more beside it.
            if (ended.Details.Of(signal) is null && isBefore && end >= episode.StartedAt)
                return new AlertStep(AlertStatus.Resolved, ended with { Details = ended.Details.With(new EpisodeAlert(signal.Source, signal.Sender, episode.StartedAt, end, 1)) });
        }

        var began = Math.Min(Began(ended, signal), end);
        var closed = new Episode(
            signal.Id, signal.Fingerprint, signal.Scope.Place, signal.Scope.Service, signal.Scope.Server, signal.Source, began, end, end, 1);
        var details = new EpisodeDetails(signal.Text, null, null, [new EpisodeAlert(signal.Source, signal.Sender, began, end, 1)]);
        return new AlertStep(AlertStatus.Resolved, new AlertedEpisode(closed, details)) { Opens = true, Clears = true, SeenAt = end };
    }

    // A clock that runs ahead does not make it begin in the future; and what began before the end of the last episode belongs to that one,
    // so that all that is known of the next is when it came.
    private static long Began(AlertedEpisode? ended, AlertSignal signal) =>
        signal.StartsAt is { } told && told <= signal.ReceivedAt && !(ended?.Episode.EndedAt >= told) ? told : signal.ReceivedAt;

    private static long EndOf(AlertSignal signal) => signal.EndsAt is { } told && told <= signal.ReceivedAt ? told : signal.ReceivedAt;
}

/// <summary>What one alert does.</summary>
/// <param name="Status">In a word.</param>
/// <param name="After">The episode it is about, as it is then.</param>
public sealed record AlertStep(AlertStatus Status, AlertedEpisode After)
{
    /// <summary>The episode before, when it is found to be over: it has ended without an alert's doing. Else null.</summary>
    public AlertedEpisode? Before { get; init; }

    /// <summary>True when <see cref="After"/> is a new episode.</summary>
    public bool Opens { get; init; }

    /// <summary>True when the alert changes nothing.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>When the issue was seen by it, epoch milliseconds: an occurrence more. Null when it was not.</summary>
    public long? SeenAt { get; init; }

    /// <summary>True when it ended the episode, which is evidence for the fix last applied in it.</summary>
    public bool Clears { get; init; }
}
