using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>What the newest write told about the file, real writes and probes alike.</summary>
internal sealed class WriteHealth(TimeProvider time)
{
    private volatile ProbeReading _reading = Up(time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetUtcNow().ToUnixTimeMilliseconds());

    public ProbeReading Reading => _reading;

    public void Succeeded() => Set(true, null);

    public void Failed(Exception exception) => Set(false, SqliteFailure.Describe(exception) + " No write can be acknowledged.");

    /// <summary>A probe that did not come back in time.</summary>
    public void TimedOut() => Set(false, "Writing takes longer than two seconds. Writes wait or are refused.");

    private void Set(bool isUp, string? message)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var before = _reading;
        _reading = new ProbeReading(isUp, now, before.IsUp == isUp ? before.Since : now, message);
    }

    private static ProbeReading Up(long now, long since) => new(true, now, since, null);
}
