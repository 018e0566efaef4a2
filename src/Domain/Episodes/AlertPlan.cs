namespace ObsControlPlane.Domain.Episodes;

/// <summary>What the alerts of one delivery do, one after the other, to the episodes that were known; nothing is stored by it.</summary>
/// <param name="newest">For each issue at a place its open episode, else the one recorded last; places without any are left out.</param>
/// <param name="windowMilliseconds">The regression window.</param>
public sealed class AlertPlan(IEnumerable<AlertedEpisode> newest, long windowMilliseconds)
{
    private readonly Dictionary<EpisodePlace, AlertedEpisode> _newest = newest.ToDictionary(episode => episode.At);
    private readonly Dictionary<Guid, AlertedEpisode> _changed = [];
    private readonly HashSet<Guid> _new = [];
    private readonly List<AlertStep> _steps = [];
    private readonly List<Guid> _order = [];

    /// <summary>What each alert did, in their order.</summary>
    public IReadOnlyList<AlertStep> Steps => _steps;

    /// <summary>Episodes that are new, as they are after all alerts, in the order in which they were opened.</summary>
    public IEnumerable<AlertedEpisode> Inserted => _order.Where(_new.Contains).Select(id => _changed[id]);

    /// <summary>Episodes that were known and have changed, as they are after all alerts. They are to be written before the new ones: one episode of an issue is open at a place.</summary>
    public IEnumerable<AlertedEpisode> Updated => _order.Where(id => !_new.Contains(id)).Select(id => _changed[id]);

    /// <summary>Takes the next alert.</summary>
    /// <param name="signal">The alert.</param>
    /// <returns>What it does.</returns>
    public AlertStep Take(AlertSignal signal)
    {
        var step = AlertRules.Take(_newest.GetValueOrDefault(signal.At), signal, windowMilliseconds);
        if (step.Before is { } over)
            Change(over);
        if (step.Opens)
            _new.Add(step.After.Episode.Id);
        if (!step.IsUnchanged)
            Change(step.After);
        _newest[signal.At] = step.After;
        _steps.Add(step);
        return step;
    }

    private void Change(AlertedEpisode episode)
    {
        if (_changed.TryAdd(episode.Episode.Id, episode))
            _order.Add(episode.Episode.Id);
        else
            _changed[episode.Episode.Id] = episode;
    }
}
