using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Agents as rows of the data file. A lease's state is never stored: it is reckoned from the clock when it is asked for.</summary>
internal sealed class SqliteAgentRegistry(SqliteStore store) : IAgentRegistry
{
    private const int ChunkLength = 500;

    private static readonly Answer<AgentReceipt> Receipt = Answer<AgentReceipt>.Plain("agent");

    /// <inheritdoc/>
    public Task<Written<AgentReceipt>> RegisterAsync(AgentRegistration registration, long now, WriteKey? key, CancellationToken ct) => store.Writer.WriteAsync(
        "register an agent",
        session => Idempotency.Once(store, session, key, Receipt, s => AgentIntake.Take(s, registration, now, isReport: false))!,
        ct);

    /// <inheritdoc/>
    public Task<Agent?> RetireAsync(string name, long now, CancellationToken ct) => store.Writer.WriteAsync(
        "retire an agent",
        session =>
        {
            var agent = AgentRows.Get(session, name);
            if (agent is not { RetiredAt: null })
                return agent;
            var retired = agent with { RetiredAt = now };
            AgentRows.Put(session, retired);
            return retired;
        },
        ct);

    /// <inheritdoc/>
    public Task<Agent?> GetAsync(string name, CancellationToken ct) =>
        store.Readers.ReadAsync("read an agent", session => AgentRows.Get(session, name), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Agent>> ListAsync(AgentStatus? status, string? after, int limit, long now, CancellationToken ct) =>
        store.Readers.ReadAsync<IReadOnlyList<Agent>>("list agents", session => List(session, status, after, limit, now, ct), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<AgentStatus, long>> CountAsync(long now, CancellationToken ct) =>
        store.Readers.ReadAsync<IReadOnlyDictionary<AgentStatus, long>>("count agents", session => Count(session, now), ct);

    private static List<Agent> List(SqliteSession session, AgentStatus? status, string? after, int limit, long now, CancellationToken ct)
    {
        var found = new List<Agent>();
        var last = after ?? "";
        while (found.Count < limit)
        {
            ct.ThrowIfCancellationRequested();
            var chunk = AgentRows.After(session, last, status is null ? limit : ChunkLength);
            found.AddRange(chunk.Where(agent => status is null || agent.StatusAt(now) == status).Take(limit - found.Count));
            if (status is null || chunk.Count < ChunkLength)
                break;
            last = chunk[^1].Name;
        }

        return found;
    }

    private static Dictionary<AgentStatus, long> Count(SqliteSession session, long now) =>
        AgentColumns.CountByStatus(session.Query($"SELECT {AgentColumns.LeaseNames} FROM agents", AgentColumns.ReadLease), now);
}
