namespace ObsControlPlane.Domain.Episodes;

/// <summary>One alert within an episode.</summary>
/// <param name="Source">Which system sent it.</param>
/// <param name="Sender">The sender's own fingerprint of it.</param>
/// <param name="FiredAt">When it began in this episode, epoch milliseconds.</param>
/// <param name="ResolvedAt">When it resolved, epoch milliseconds; null while it fires.</param>
/// <param name="Times">How often it was told, 1 or more.</param>
public sealed record EpisodeAlert(string Source, string Sender, long FiredAt, long? ResolvedAt, long Times);

/// <summary>What alerts and people add to an episode.</summary>
/// <param name="Text">What is recalled with: the alert's name, summary and description as they were when it opened; null when no alert opened it.</param>
/// <param name="AcknowledgedBy">Who said to be on it, or null.</param>
/// <param name="AcknowledgedAt">When, epoch milliseconds, or null.</param>
/// <param name="Alerts">Its alerts, by when they began, as they were read; ones told since stand last.</param>
public sealed record EpisodeDetails(string? Text, string? AcknowledgedBy, long? AcknowledgedAt, IReadOnlyList<EpisodeAlert> Alerts)
{
    /// <summary>Nothing.</summary>
    public static readonly EpisodeDetails None = new(null, null, null, []);

    /// <summary>True while one of its alerts fires: then nothing but its resolution ends the episode.</summary>
    public bool IsFiring => Alerts.Any(alert => alert.ResolvedAt is null);

    /// <summary>The alert of a sender, or null.</summary>
    /// <param name="signal">What the sender says of it.</param>
    public EpisodeAlert? Of(AlertSignal signal) => Alerts.FirstOrDefault(alert => alert.Source == signal.Source && alert.Sender == signal.Sender);

    /// <summary>The same with one alert put in its place, or added.</summary>
    /// <param name="told">The alert.</param>
    public EpisodeDetails With(EpisodeAlert told)
    {
        var known = Alerts.ToList();
        var at = known.FindIndex(alert => alert.Source == told.Source && alert.Sender == told.Sender);
        if (at < 0)
            known.Add(told);
        else
            known[at] = told;
        return this with { Alerts = known };
    }
}

/// <summary>An episode with what alerts and people add to it.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="Details">What they add.</param>
public sealed record AlertedEpisode(Episode Episode, EpisodeDetails Details)
{
    /// <summary>The issue at its place.</summary>
    public EpisodePlace At => new(Episode.Fingerprint, Episode.Place);
}
