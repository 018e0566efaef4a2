using Microsoft.EntityFrameworkCore;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Schema;

namespace ObsControlPlane.Infrastructure.Postgres.Outbox;

/// <summary>
/// Which fixes and agents have to be projected. A row names an entity, and whoever claims it reads the entity as it is then: so repeats and
/// disorder are harmless. A claim is a lease: what its owner does not complete in time falls to another.
/// </summary>
internal sealed class PostgresOutbox(PostgresStore store)
{
    // Rows that others are claiming are passed over, not waited for. A lease is nothing but a later due time with an owner.
    private const string Claiming = """
        UPDATE outbox o SET owner = $1, due_at = $3
        FROM (SELECT id FROM outbox WHERE due_at <= $2 ORDER BY due_at, id LIMIT $4 FOR UPDATE SKIP LOCKED) due
        WHERE o.id = due.id RETURNING o.id, o.kind, o.fix, o.agent, o.tries
        """;

    private const string Parking = """
        WITH parked AS (DELETE FROM outbox WHERE id = $1 AND owner = $2 RETURNING *)
        INSERT INTO dead_letters (id, kind, fix, agent, created_at, parked_at, tries, reason)
        SELECT id, kind, fix, agent, created_at, $3, tries, $4 FROM parked ON CONFLICT (id) DO NOTHING
        """;

    private const string Retrying = """
        WITH letter AS (DELETE FROM dead_letters WHERE id = $1 RETURNING *)
        INSERT INTO outbox (kind, fix, agent, created_at, due_at, tries) SELECT kind, fix, agent, created_at, $2, 0 FROM letter
        """;

    /// <summary>Claims rows that are due, the longest due first.</summary>
    /// <param name="limit">At most this many, 1–1,000.</param>
    /// <param name="lease">For how long; after it another may claim them.</param>
    /// <param name="owner">Names the claimant, other than all others.</param>
    /// <param name="ct">Cancels waiting; the rows may be claimed nevertheless, until the lease ends.</param>
    /// <returns>The rows by number, each with the current state of what it names.</returns>
    public async Task<IReadOnlyList<OutboxItem>> ClaimAsync(int limit, TimeSpan lease, string owner, CancellationToken ct)
    {
        var claimed = await store.WriteAsync(
            "claim outbox rows",
            async session => await session.QueryAsync(
                Claiming,
                row => new Claimed(row.GetInt64(0), (OutboxKind)row.GetInt16(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt32(4)),
                owner, store.Now, store.Now + (long)lease.TotalMilliseconds, limit).ConfigureAwait(false),
            ct).ConfigureAwait(false);
        if (claimed.Count == 0)
            return [];
        var states = await store.ReadOnceAsync("read what is to be projected", session => CurrentStates.ReadAsync(session, claimed), ct).ConfigureAwait(false);
        return [.. claimed.OrderBy(row => row.Id).Select(row => new OutboxItem(row.Id, row.Tries, states.GetValueOrDefault(row.Id)))];
    }

    /// <summary>Ends rows that were projected; one whose lease has passed to another stays.</summary>
    /// <returns>How many were ended.</returns>
    public Task<int> CompleteAsync(IReadOnlyList<long> ids, string owner, CancellationToken ct) => store.WriteAsync(
        "complete outbox rows", session => session.RunNowAsync("DELETE FROM outbox WHERE id = ANY($1) AND owner = $2", ids.ToArray(), owner), ct);

    /// <summary>Gives rows back, to be claimed again from an instant on.</summary>
    /// <param name="ids">The rows.</param>
    /// <param name="owner">Who holds them.</param>
    /// <param name="until">The instant, epoch milliseconds.</param>
    /// <param name="error">What stood in the way.</param>
    /// <param name="ct">Cancels waiting.</param>
    public Task<int> DeferAsync(IReadOnlyList<long> ids, string owner, long until, string error, CancellationToken ct) => store.WriteAsync(
        "defer outbox rows",
        session => session.RunNowAsync(
            "UPDATE outbox SET owner = NULL, due_at = $3, tries = tries + 1, error = $4 WHERE id = ANY($1) AND owner = $2", ids.ToArray(), owner, until, error),
        ct);

    /// <summary>Puts a row that was refused for good among the dead letters.</summary>
    /// <returns>False when somebody else holds it.</returns>
    public Task<bool> ParkAsync(long id, string owner, string reason, CancellationToken ct) => store.WriteAsync(
        "park an outbox row", async session => await session.RunNowAsync(Parking, id, owner, store.Now, reason).ConfigureAwait(false) == 1, ct);

    /// <summary>Dead letters, newest first.</summary>
    /// <param name="limit">At most this many, 1–200.</param>
    /// <param name="after">Only numbers below this one, or null for the beginning.</param>
    /// <param name="ct">Cancels the read.</param>
    public Task<IReadOnlyList<DeadLetter>> ListDeadAsync(int limit, long? after, CancellationToken ct) => store.GuardAsync<IReadOnlyList<DeadLetter>>(
        "list dead letters",
        async () =>
        {
            await using var context = PostgresSchema.Context(store);
            var below = after ?? long.MaxValue;
            var rows = await context.DeadLetters.AsNoTracking().Where(row => row.Id < below).OrderByDescending(row => row.Id).Take(limit).ToListAsync(ct).ConfigureAwait(false);
            return [.. rows.Select(row => new DeadLetter(row.Id, row.Agent ?? row.Fix.ToString()!, row.Agent is not null, row.CreatedAt, row.ParkedAt, row.Reason))];
        },
        ct);

    /// <summary>Lets a dead letter be projected once more.</summary>
    /// <returns>False when there is none of that number.</returns>
    public Task<bool> RetryAsync(long id, CancellationToken ct) => store.WriteAsync(
        "retry a dead letter",
        async session =>
        {
            session.Changed();
            return await session.RunNowAsync(Retrying, id, store.Now).ConfigureAwait(false) == 1;
        },
        ct);

    /// <summary>Forgets a dead letter.</summary>
    /// <returns>False when there is none of that number.</returns>
    public Task<bool> DiscardAsync(long id, CancellationToken ct) => store.WriteAsync(
        "discard a dead letter", async session => await session.RunNowAsync("DELETE FROM dead_letters WHERE id = $1", id).ConfigureAwait(false) == 1, ct);

    /// <summary>Lets everything be projected anew, for a graph that begins from nothing.</summary>
    /// <returns>How many rows were noted.</returns>
    public Task<int> EnqueueAllAsync(CancellationToken ct) => store.WriteAsync(
        "enqueue everything",
        session =>
        {
            session.Changed();
            return session.RunNowAsync(
                """
                INSERT INTO outbox (kind, fix, agent, created_at, due_at, tries)
                SELECT 0, id, NULL, $1, $1, 0 FROM memori_metadata WHERE kind = 0
                UNION ALL SELECT 1, id, NULL, $1, $1, 0 FROM erased WHERE kind = 0
                UNION ALL SELECT 2, NULL, name, $1, $1, 0 FROM agents
                """,
                store.Now);
        },
        ct);

    /// <summary>How much waits.</summary>
    public Task<OutboxStats> GetStatsAsync(CancellationToken ct) => store.ReadAsync(
        "read the outbox's sizes",
        async session => (await session.FirstAsync(
            "SELECT (SELECT count(*) FROM outbox), (SELECT created_at FROM outbox ORDER BY id LIMIT 1), (SELECT count(*) FROM dead_letters)",
            row => new OutboxStats(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetInt64(2))).ConfigureAwait(false))!,
        ct);

    /// <summary>A row as it was claimed.</summary>
    internal sealed record Claimed(long Id, OutboxKind Kind, Guid? Fix, string? Agent, int Tries);
}
