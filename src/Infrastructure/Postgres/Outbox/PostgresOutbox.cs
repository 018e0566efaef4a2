using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Outbox;
using ObsControlPlane.Infrastructure.Postgres.Feed;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Outbox;

/// <summary>
/// Which fixes and agents have to be projected. A row names an entity, and whoever claims it reads the entity as it is then: so repeats and
/// disorder are harmless. A claim is a lease: what its owner does not complete in time falls to another.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="listener">Hears of what was committed, for <see cref="WaitAsync"/> alone.</param>
internal sealed class PostgresOutbox(PostgresStore store, ChangeListener listener) : IOutbox
{
    // Rows that others are claiming are passed over, not waited for. A lease is nothing but a later due time with an owner; one that is later than any is
    // given is of a clock that was ahead, and holds nothing.
    private const string Claiming = """
        UPDATE outbox o SET owner = $1, due_at = $3
        FROM (SELECT id FROM outbox WHERE due_at <= $2 OR due_at > $2 + CASE WHEN owner = $5 THEN $6 ELSE $7 END
            ORDER BY due_at, id LIMIT $4 FOR UPDATE SKIP LOCKED) due
        WHERE o.id = due.id RETURNING o.id, o.kind, o.fix, o.agent, o.tries
        """;

    private const string Parking = """
        WITH parked AS (DELETE FROM outbox WHERE id = $1 AND owner = $2 RETURNING *)
        INSERT INTO dead_letters (id, kind, fix, agent, created_at, parked_at, tries, reason)
        SELECT id, kind, fix, agent, created_at, $3, tries, $4 FROM parked ON CONFLICT (id) DO NOTHING
        """;

    private const string Retrying = """
        WITH letter AS (DELETE FROM dead_letters WHERE id = $1 RETURNING *)
        INSERT INTO outbox (kind, fix, agent, created_at, due_at, tries) SELECT kind, fix, agent, created_at, 0, tries + 1 FROM letter
        """;

    /// <summary>Owner of what waits until the graph is empty (<see cref="RecordStates.EnqueueAllAsync"/>).</summary>
    public const string Rebuild = "rebuild";

    /// <summary>How long that waits at most.</summary>
    public static readonly TimeSpan LongestRebuild = TimeSpan.FromHours(1);

    // The longest lease or pause that is asked for, and what clocks of several processes may differ by.
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(2);

    // Names this claimant, other than all others.
    private readonly string _owner = $"{Environment.ProcessId}-{Guid.CreateVersion7()}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxItem>> ClaimAsync(int limit, TimeSpan lease, CancellationToken ct)
    {
        var claimed = await store.WriteAsync(
            "claim outbox rows",
            async session => await Unflushed(session).QueryAsync(
                Claiming,
                row => new Claimed(row.GetInt64(0), (OutboxKind)row.GetInt16(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt32(4)),
                _owner, store.Now, store.Now + (long)lease.TotalMilliseconds, limit, Rebuild, (long)LongestRebuild.TotalMilliseconds, (long)LongestLease.TotalMilliseconds).ConfigureAwait(false),
            ct).ConfigureAwait(false);
        return claimed.Count == 0 ? [] : await ReadAsync([.. claimed.OrderBy(row => row.Id)], ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<int> ReleaseAsync(CancellationToken ct) => store.WriteAsync(
        "release outbox rows", session => session.RunNowAsync("UPDATE outbox SET owner = NULL, due_at = $2 WHERE owner = $1", _owner, store.Now), ct);

    /// <inheritdoc/>
    public Task<int> CompleteAsync(IReadOnlyList<OutboxItem> delivered, CancellationToken ct) => store.WriteAsync(
        "complete outbox rows", session => Unflushed(session).RunNowAsync("DELETE FROM outbox WHERE id = ANY($1) AND owner = $2", IdsOf(delivered), _owner), ct);

    /// <inheritdoc/>
    public Task DeferAsync(IReadOnlyList<OutboxItem> items, TimeSpan pause, string reason, CancellationToken ct) => store.WriteAsync(
        "defer outbox rows",
        session => session.RunNowAsync(
            "UPDATE outbox SET owner = NULL, due_at = $3, tries = tries + 1, error = $4 WHERE id = ANY($1) AND owner = $2",
            IdsOf(items), _owner, store.Now + (long)pause.TotalMilliseconds, reason),
        ct);

    /// <inheritdoc/>
    public Task<bool> ParkAsync(OutboxItem item, string reason, CancellationToken ct) => store.WriteAsync(
        "park an outbox row", async session => await session.RunNowAsync(Parking, item.Seq, _owner, store.Now, reason).ConfigureAwait(false) == 1, ct);

    /// <inheritdoc/>
    public Task WaitAsync(TimeSpan most, CancellationToken ct) => listener.WaitAsync(most, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ParkedItem>> ListParkedAsync(long after, int limit, CancellationToken ct) => store.ReadAsync<IReadOnlyList<ParkedItem>>(
        "list dead letters",
        async session => await session.QueryAsync(
            "SELECT id, kind, fix, agent, created_at, parked_at, tries, reason FROM dead_letters WHERE id > $1 ORDER BY id LIMIT $2",
            row => new ParkedItem(
                row.GetInt64(0), Word((OutboxKind)row.GetInt16(1)), row.IsDBNull(3) ? row.GetGuid(2).ToString() : row.GetString(3), row.GetInt32(6) + 1,
                row.GetInt64(4), row.GetInt64(5), row.GetString(7)),
            after, limit).ConfigureAwait(false),
        ct);

    /// <inheritdoc/>
    public Task<bool> RetryAsync(long seq, CancellationToken ct) => store.WriteAsync(
        "retry a dead letter",
        async session =>
        {
            session.Changed();
            return await session.RunNowAsync(Retrying, seq).ConfigureAwait(false) == 1;
        },
        ct);

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(long seq, CancellationToken ct) => store.WriteAsync(
        "discard a dead letter", async session => await session.RunNowAsync("DELETE FROM dead_letters WHERE id = $1", seq).ConfigureAwait(false) == 1, ct);

    /// <inheritdoc/>
    public Task<OutboxStats> GetStatsAsync(CancellationToken ct) => store.ReadAsync(
        "read the outbox's sizes",
        async session => (await session.FirstAsync(
            "SELECT (SELECT count(*) FROM outbox), (SELECT created_at FROM outbox ORDER BY id LIMIT 1), (SELECT count(*) FROM dead_letters)",
            row => new OutboxStats(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetInt64(2))).ConfigureAwait(false))!,
        ct);

    // A row of the record that is damaged must not hold up the others: halves are read until it is alone.
    private async Task<List<OutboxItem>> ReadAsync(List<Claimed> claimed, CancellationToken ct)
    {
        try
        {
            var states = await store.ReadOnceAsync("read what is to be projected", session => CurrentStates.ReadAsync(session, claimed), ct).ConfigureAwait(false);
            return [.. claimed.Select(row => new OutboxItem(row.Id, row.Tries + 1, states.GetValueOrDefault(row.Id)))];
        }
        catch (StoreUnavailableException exception) when (exception.IsRefusal && claimed.Count > 1)
        {
            var half = claimed.Count / 2;
            return [.. await ReadAsync(claimed[..half], ct).ConfigureAwait(false), .. await ReadAsync(claimed[half..], ct).ConfigureAwait(false)];
        }
        catch (StoreUnavailableException exception) when (exception.IsRefusal)
        {
            await ParkAsync(new OutboxItem(claimed[0].Id, claimed[0].Tries + 1, null), "What it names cannot be read from the record: a row of it is damaged.", ct).ConfigureAwait(false);
            return [];
        }
    }

    // What a crash forgets of this is done once more, which changes nothing: no flush is waited for.
    private static WriteSession Unflushed(WriteSession session)
    {
        session.Run("SET LOCAL synchronous_commit = off");
        return session;
    }

    private static long[] IdsOf(IReadOnlyList<OutboxItem> items) => [.. items.Select(item => item.Seq)];

    private static string Word(OutboxKind kind) => kind switch
    {
        OutboxKind.Fix => "fix",
        OutboxKind.Erased => "erasure",
        _ => "agent",
    };

    /// <summary>A row as it was claimed.</summary>
    internal sealed record Claimed(long Id, OutboxKind Kind, Guid? Fix, string? Agent, int Tries);
}
