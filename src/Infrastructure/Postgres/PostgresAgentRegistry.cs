using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Postgres.Record;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Agents as rows of the database. A lease's state is reckoned from the clock when it is asked for.</summary>
internal sealed class PostgresAgentRegistry(PostgresStore store) : IAgentRegistry
{
    private const int ChunkLength = 500;

    private static readonly Answer<AgentReceipt> Receipt = Answer<AgentReceipt>.Plain("agent");

    /// <inheritdoc/>
    public async Task<Written<AgentReceipt>> RegisterAsync(AgentRegistration registration, long now, WriteKey? key, CancellationToken ct) => (await store.WriteTogetherAsync(
        "register an agent",
        session => Idempotency.OnceAsync<AgentReceipt, Asked<Agent>>(
            store, session, key, Receipt, s => AgentIntake.Gather(s, registration),
            async (s, asked) => await AgentIntake.TakeAsync(s, registration, now, isReport: false, asked).ConfigureAwait(false)),
        ct).ConfigureAwait(false))!;

    /// <inheritdoc/>
    public Task<Agent?> RetireAsync(string name, long now, CancellationToken ct) => store.WriteAsync(
        "retire an agent",
        async session =>
        {
            session.Lock(AgentRows.LockName(name));
            var agent = await AgentRows.GetAsync(session, name).ConfigureAwait(false);
            if (agent is not { RetiredAt: null })
                return agent;
            var retired = agent with { RetiredAt = now };
            await AgentRows.PutAsync(session, retired).ConfigureAwait(false);
            return retired;
        },
        ct);

    /// <inheritdoc/>
    public Task<Agent?> GetAsync(string name, CancellationToken ct) =>
        store.ReadAsync("read an agent", session => AgentRows.GetAsync(session, name), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Agent>> ListAsync(AgentStatus? status, string? after, int limit, long now, CancellationToken ct) =>
        store.ReadOnceAsync<IReadOnlyList<Agent>>("list agents", async session => await ListAsync(session, status, after, limit, now).ConfigureAwait(false), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<AgentStatus, long>> CountAsync(long now, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyDictionary<AgentStatus, long>>("count agents", async session => await CountAsync(session, now).ConfigureAwait(false), ct);

    private static async Task<List<Agent>> ListAsync(PostgresSession session, AgentStatus? status, string? after, int limit, long now)
    {
        var found = new List<Agent>();
        var last = after ?? "";
        while (found.Count < limit)
        {
            var chunk = await AgentRows.AfterAsync(session, last, status is null ? limit : ChunkLength).ConfigureAwait(false);
            found.AddRange(chunk.Where(agent => status is null || agent.StatusAt(now) == status).Take(limit - found.Count));
            if (status is null || chunk.Count < ChunkLength)
                break;
            last = chunk[^1].Name;
        }

        return found;
    }

    private static async Task<Dictionary<AgentStatus, long>> CountAsync(PostgresSession session, long now) => AgentColumns.CountByStatus(
        await session.QueryAsync($"SELECT {AgentColumns.LeaseNames} FROM agents", AgentColumns.ReadLease).ConfigureAwait(false), now);
}
