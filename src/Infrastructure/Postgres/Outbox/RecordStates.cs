using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Outbox;

/// <summary>The record as the graph should have it: for a comparison with what it has, and to put what differs, or all of it, in line for the projector.</summary>
internal sealed class RecordStates(PostgresStore store)
{
    /// <summary>What stands before an agent's name where fixes and agents are named together.</summary>
    public const string AgentKey = "agent:";

    // Drawn numbers may be used meanwhile; so far above them nothing is drawn before the sequence has moved.
    private const long Margin = 1_000_000;

    /// <summary>How many fixes and agents there are.</summary>
    public Task<long> CountAsync(CancellationToken ct) => store.ReadAsync(
        "count what the graph should have",
        session => session.FirstAsync("SELECT (SELECT count(*) FROM memori_metadata WHERE kind = 0) + (SELECT count(*) FROM agents)", row => row.GetInt64(0)),
        ct);

    /// <summary>States of fixes after an id, by id.</summary>
    public Task<IReadOnlyList<FixState>> ReadFixesAsync(Guid after, int limit, CancellationToken ct) => store.ReadOnceAsync<IReadOnlyList<FixState>>(
        "read states of fixes",
        async session =>
        {
            var fixes = await FixRows.AfterAsync(session, after, limit).ConfigureAwait(false);
            var states = await CurrentStates.OfAsync(session, fixes).ConfigureAwait(false);
            return [.. fixes.Select(stored => states[stored.Id])];
        },
        ct);

    /// <summary>States of agents after a name, by name.</summary>
    public Task<IReadOnlyList<AgentState>> ReadAgentsAsync(string after, int limit, CancellationToken ct) => store.ReadOnceAsync<IReadOnlyList<AgentState>>(
        "read states of agents",
        async session =>
        {
            var agents = await AgentRows.AfterAsync(session, after, limit).ConfigureAwait(false);
            var states = await AgentsAsync(session, [.. agents.Select(agent => agent.Name)]).ConfigureAwait(false);
            return [.. agents.Join(states, agent => agent.Name, state => state.Agent.Name, (_, state) => state, StringComparer.Ordinal)];
        },
        ct);

    /// <summary>Some fixes and agents as of one moment: their states, and which of them are on their way to the graph.</summary>
    /// <returns>The states of those that there are; ids, and names behind <see cref="AgentKey"/>, that the outbox or a dead letter names.</returns>
    public Task<(IReadOnlyList<GraphChange> States, IReadOnlySet<string> OnTheirWay)> ReadAsync(Guid[] fixes, string[] agents, CancellationToken ct) =>
        store.ReadOnceAsync<(IReadOnlyList<GraphChange>, IReadOnlySet<string>)>(
            "read states again",
            async session =>
            {
                var stored = session.Ask($"SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.id = ANY($1) AND m.kind = 0", FixRows.Read, fixes);
                var moving = session.Ask(
                    $"""
                    SELECT coalesce(fix::text, '{AgentKey}' || agent) FROM outbox WHERE fix = ANY($1) OR agent = ANY($2)
                    UNION SELECT coalesce(fix::text, '{AgentKey}' || agent) FROM dead_letters WHERE fix = ANY($1) OR agent = ANY($2)
                    """,
                    row => row.GetString(0), fixes, agents);
                await session.SendAsync().ConfigureAwait(false);
                var states = await CurrentStates.OfAsync(session, stored.Rows).ConfigureAwait(false);
                var named = await AgentsAsync(session, agents).ConfigureAwait(false);
                return ([.. states.Values, .. named], moving.Rows.ToHashSet(StringComparer.Ordinal));
            },
            ct);

    /// <summary>Gives records new revisions, above all that the graph has, so that it takes them whatever it holds; ids and names of no record are buried there.</summary>
    /// <param name="fixes">Fixes, up to 1,000; those that are not in the record included.</param>
    /// <param name="agents">Agents, up to 1,000.</param>
    /// <param name="newest">The newest revision that the graph has of them.</param>
    /// <param name="ct">Cancels waiting; it may still happen.</param>
    /// <returns>How many were put in line for the graph.</returns>
    public Task<int> RenewAsync(IReadOnlyList<Guid> fixes, IReadOnlyList<string> agents, long newest, CancellationToken ct) => store.WriteAsync(
        "renew what differs in the graph",
        async session =>
        {
            session.Ask("SELECT setval('record_revision', $1 + $2) FROM record_revision WHERE last_value <= $1", _ => true, newest, Margin);
            var renewed = 0;
            foreach (var id in fixes)
            {
                if (await FixRows.ByIdAsync(session, id).ConfigureAwait(false) is { } stored)
                    await FixRows.UpdateAsync(session, stored, stored.Fix).ConfigureAwait(false);
                else
                    await BuryAsync(session, id).ConfigureAwait(false);
                renewed++;
            }

            foreach (var name in agents)
            {
                session.Lock(AgentRows.LockName(name));
                if (await AgentRows.GetAsync(session, name).ConfigureAwait(false) is { } agent)
                    await AgentRows.PutAsync(session, agent).ConfigureAwait(false);
                else
                    await BuryAsync(session, name).ConfigureAwait(false);
                renewed++;
            }

            return renewed;
        },
        ct);

    /// <summary>Notes everything for a graph that begins from nothing; it is not due for an hour unless <see cref="ReleaseAsync"/> lets it.</summary>
    /// <param name="ct">Cancels waiting; it may still happen.</param>
    /// <returns>What was noted.</returns>
    public Task<NotedRows> EnqueueAllAsync(CancellationToken ct) => store.WriteAsync(
        "enqueue everything",
        async session => (await session.FirstAsync(
            """
            WITH noted AS (
                INSERT INTO outbox (kind, fix, agent, created_at, due_at, tries, owner)
                SELECT 0, id, NULL, $1, $2, 0, $3 FROM memori_metadata WHERE kind = 0
                UNION ALL SELECT 1, id, NULL, $1, $2, 0, $3 FROM erased WHERE kind = 0
                UNION ALL SELECT 2, NULL, name, $1, $2, 0, $3 FROM agents
                RETURNING id)
            SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0) FROM noted
            """,
            row => new NotedRows(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            store.Now, store.Now + (long)PostgresOutbox.LongestRebuild.TotalMilliseconds, PostgresOutbox.Rebuild).ConfigureAwait(false))!,
        ct);

    /// <summary>Lets what was noted be projected.</summary>
    public Task<int> ReleaseAsync(NotedRows rows, CancellationToken ct) => store.WriteAsync(
        "release what was enqueued",
        session =>
        {
            session.Changed();
            return session.RunNowAsync("UPDATE outbox SET due_at = $3, owner = NULL WHERE id BETWEEN $1 AND $2 AND owner = $4", rows.First, rows.Last, OutboxRows.Due, PostgresOutbox.Rebuild);
        },
        ct);

    /// <summary>How much of what was noted waits still.</summary>
    public Task<long> CountWaitingAsync(NotedRows rows, CancellationToken ct) => store.ReadAsync(
        "count what waits",
        session => session.FirstAsync("SELECT count(*) FROM outbox WHERE id BETWEEN $1 AND $2", row => row.GetInt64(0), rows.First, rows.Last), ct);

    private static async Task BuryAsync(WriteSession session, Guid id)
    {
        session.Run("UPDATE erased SET revision = $2 WHERE id = $1 AND kind = 0", id, await session.NextRevisionAsync().ConfigureAwait(false));
        OutboxRows.AddErased(session, id);
    }

    private static async Task BuryAsync(WriteSession session, string agent)
    {
        // A number is drawn for nothing but that the newest is above what the graph has.
        await session.NextRevisionAsync().ConfigureAwait(false);
        OutboxRows.AddAgent(session, agent);
    }

    private static async Task<IReadOnlyList<AgentState>> AgentsAsync(PostgresSession session, string[] names)
    {
        if (names.Length == 0)
            return [];
        var asked = AgentRows.Ask(session, names);
        await session.SendAsync().ConfigureAwait(false);
        return [.. asked.Rows.Select(row => new AgentState(row.Agent, row.Revision))];
    }
}

/// <summary>Rows of the outbox that were noted together.</summary>
/// <param name="Rows">How many.</param>
/// <param name="First">The lowest number.</param>
/// <param name="Last">The highest; numbers between them may belong to others.</param>
internal sealed record NotedRows(long Rows, long First, long Last);
