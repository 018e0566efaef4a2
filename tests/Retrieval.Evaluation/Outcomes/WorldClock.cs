namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>A clock whose date is set by hand. Delays and durations stay the system's, or what works in the background would stand still.</summary>
internal sealed class WorldClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Sets the date; never back.</summary>
    public void Set(DateTimeOffset now) => _now = now > _now ? now : _now;
}
