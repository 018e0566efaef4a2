using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Beats of the database: until when any process of ours was up.</summary>
internal sealed class Heartbeat(PostgresStore store) : Pulse(store.Time, store.Writing)
{
    // The state of a lease as Agent.StatusAt has it: 0 active, 1 late, 2 offline, 3 retired.
    private const string LeaseState = """
        CASE WHEN retired_at IS NOT NULL OR $1 >= last_seen + excused_ms + 5000::bigint * interval_seconds + 604800000 THEN 3
            WHEN $1 >= last_seen + excused_ms + 5000::bigint * interval_seconds THEN 2
            WHEN $1 >= last_seen + excused_ms + 2000::bigint * interval_seconds THEN 1
            ELSE 0 END
        """;

    protected override Task WriteAsync(CancellationToken ct) => store.WriteAsync("write the heartbeat", BeatAsync, ct);

    private async Task<bool> BeatAsync(WriteSession session)
    {
        var now = store.Now;
        // The row is held: of several processes that come back together one excuses the agents.
        var before = await session.QueryAsync("SELECT beat FROM heartbeat FOR UPDATE", row => row.GetInt64(0)).ConfigureAwait(false);
        // Clocks of several processes differ a little; one that is far behind the last beat was set back, and time without beats must be seen from there on.
        session.Run(
            """
            INSERT INTO heartbeat AS h (single, beat, terms_counted_at) VALUES (1, $1, 0)
            ON CONFLICT (single) DO UPDATE SET beat = CASE WHEN h.beat > $1 + $2 THEN $1 ELSE greatest(h.beat, $1) END
            """,
            now, (long)Tolerated.TotalMilliseconds);
        if (before.Count > 0 && IsDownTime(before[0], now))
            await ExcuseAsync(session, now, before[0]).ConfigureAwait(false);
        await TellLeasesAsync(session, now).ConfigureAwait(false);
        return true;
    }

    // An agent that had been retired before we went down stays retired. The graph has the lease too, so it is told.
    private static async Task ExcuseAsync(WriteSession session, long now, long last)
    {
        var excused = await session.RunNowAsync(
            """
            WITH excused AS (
                UPDATE agents SET excused_ms = excused_ms + $1 - greatest($2, last_seen), revision = nextval('record_revision')
                WHERE retired_at IS NULL AND last_seen < $1 AND last_seen + excused_ms + 5000::bigint * interval_seconds + 604800000 > $2
                RETURNING name)
            INSERT INTO outbox (kind, fix, agent, created_at, due_at, tries) SELECT 2, NULL, name, $1, $1, 0 FROM excused
            """,
            now, last).ConfigureAwait(false);
        if (excused > 0)
            session.Changed();
    }

    /// <summary>Notes in the outbox whose lease has passed into another state, which nobody writes anywhere else.</summary>
    private static async Task TellLeasesAsync(WriteSession session, long now)
    {
        var told = await session.RunNowAsync(
            $"""
            WITH passed AS (
                UPDATE agents SET told_status = {LeaseState}, revision = nextval('record_revision')
                WHERE name IN (SELECT name FROM agents WHERE told_status <> {LeaseState} ORDER BY name FOR NO KEY UPDATE SKIP LOCKED)
                RETURNING name)
            INSERT INTO outbox (kind, fix, agent, created_at, due_at, tries) SELECT 2, NULL, name, $1, 0, 0 FROM passed
            """,
            now).ConfigureAwait(false);
        if (told > 0)
            session.Changed();
    }
}
