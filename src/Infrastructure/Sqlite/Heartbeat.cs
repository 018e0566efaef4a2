using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Beats of the data file.</summary>
internal sealed class Heartbeat(SqliteStore store) : Pulse(store.Time, store.Writing)
{
    protected override Task WriteAsync(CancellationToken ct) => store.Writer.WriteAsync("write the heartbeat", Beat, ct);

    private long Beat(WriteSession session)
    {
        var now = store.Now;
        var before = session.Number("SELECT beat FROM heartbeat");
        session.Run("INSERT INTO heartbeat VALUES (1, ?1) ON CONFLICT (only) DO UPDATE SET beat = excluded.beat", now);
        if (before is not { } last || !IsDownTime(last, now))
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
