using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>
/// Writes a beat at short intervals. That proves that the file can be written, and it leaves behind until when we were up: what passes
/// between two beats is time in which no agent could report, and is added to every lease (contract 7).
/// </summary>
internal sealed class Heartbeat(SqliteStore store)
{
    /// <summary>Between two beats.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long a beat may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    // Beats come late on a busy machine; that is no down-time.
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(10);

    /// <summary>Writes one beat; a failure or a missed deadline shows in the store's health.</summary>
    public async Task BeatAsync(CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Deadline, store.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            await store.Writer.WriteAsync("write the heartbeat", Beat, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            store.Writing.TimedOut();
        }
        catch (StoreUnavailableException)
        {
            // The writer has noted and logged it already; an overload is no failure of the file.
        }
    }

    private long Beat(WriteSession session)
    {
        var now = store.Now;
        var before = session.Number("SELECT beat FROM heartbeat");
        session.Run("INSERT INTO heartbeat VALUES (1, ?1) ON CONFLICT (only) DO UPDATE SET beat = excluded.beat", now);
        if (before is not { } last || now - last <= Tolerated.TotalMilliseconds)
            return 0;
        // An agent that had been retired before we went down stays retired.
        return session.Run(
            """
            UPDATE agents SET excused_ms = excused_ms + ?1 - max(?2, last_seen), revision = ?3
            WHERE retired_at IS NULL AND last_seen < ?1 AND last_seen + excused_ms + 5000 * interval_seconds + 604800000 > ?2
            """,
            now, last, session.NextRevision());
    }
}
