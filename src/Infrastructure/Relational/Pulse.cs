using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>
/// Writes a beat at short intervals. That proves that the store can be written, and it leaves behind until when we were up: what passes
/// between two beats is time in which no agent could report, and is added to every lease (contract 7).
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="writing">Where a missed deadline shows.</param>
internal abstract class Pulse(TimeProvider time, PathHealth writing)
{
    /// <summary>Between two beats.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long a beat may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    // Beats come late on a busy machine; that is no down-time.
    protected static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(10);

    /// <summary>Writes one beat; a failure or a missed deadline shows in the store's health.</summary>
    public async Task BeatAsync(CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            await WriteAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            writing.TimedOut();
        }
        catch (StoreUnavailableException)
        {
            // The store has noted it already; an overload is no failure of it.
        }
    }

    /// <summary>Whether so much passed between two beats that agents are to be excused.</summary>
    protected static bool IsDownTime(long last, long now) => now - last > Tolerated.TotalMilliseconds;

    /// <summary>Writes a beat in a transaction of its own.</summary>
    protected abstract Task WriteAsync(CancellationToken ct);
}
