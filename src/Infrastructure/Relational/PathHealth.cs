using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>What the newest try of one path to a store (reading or writing) told, real use and probes alike.</summary>
/// <param name="time">The clock.</param>
/// <param name="store">The store, as the beginning of a sentence.</param>
/// <param name="describe">What a failure was, one sentence.</param>
/// <param name="meaning">What a failure means for users, one sentence.</param>
internal sealed class PathHealth(TimeProvider time, string store, Func<Exception, string> describe, string meaning)
{
    private volatile ProbeReading _reading = new(true, Now(time), Now(time), null);

    public ProbeReading Reading => _reading;

    public void Succeeded()
    {
        // Every write and read says so; most of them within the same millisecond as another.
        if (_reading.IsUp && _reading.CheckedAt == Now(time))
            return;
        Set(true, null);
    }

    public void Failed(Exception exception) => Set(false, $"{describe(exception)} {meaning}");

    /// <summary>The path is known not to work.</summary>
    /// <param name="why">Why, one sentence.</param>
    public void Failed(string why) => Set(false, $"{why} {meaning}");

    /// <summary>A probe that did not come back in time.</summary>
    public void TimedOut() => Set(false, $"{store} did not answer within its deadline. {meaning}");

    private void Set(bool isUp, string? message)
    {
        var now = Now(time);
        var before = _reading;
        _reading = new ProbeReading(isUp, now, before.IsUp == isUp ? before.Since : now, message);
    }

    private static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();
}
