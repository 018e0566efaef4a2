using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The agents in their plainest form.</summary>
internal sealed class ReferenceAgentRegistry(ReferenceStore store) : IAgentRegistry
{
    private readonly ReferenceRules _rules = store.Rules;

    public async Task<Written<AgentReceipt>> RegisterAsync(AgentRegistration registration, long now, WriteKey? key, CancellationToken ct) =>
        (await store.WriteOnceAsync(key, state => Register(state, registration, now, _rules), _ => null, ct))!;

    public Task<Agent?> RetireAsync(string name, long now, CancellationToken ct) =>
        store.WriteAsync(
            state => state.Agents.GetValueOrDefault(_rules.AgentKey(name)) is { } agent
                ? state.Agents[_rules.AgentKey(name)] = agent with { RetiredAt = agent.RetiredAt ?? now }
                : null,
            ct);

    public Task<Agent?> GetAsync(string name, CancellationToken ct) =>
        store.ReadAsync(state => state.Agents.GetValueOrDefault(_rules.AgentKey(name)), ct);

    public Task<IReadOnlyList<Agent>> ListAsync(AgentStatus? status, string? after, int limit, long now, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<Agent>>(
            state =>
            {
                var agents = state.Agents.Values
                    .Where(a => status is null || _rules.StatusAt(a, now) == status)
                    .Where(a => after is null || _rules.NameOrder(a.Name, after) > 0).ToList();
                agents.Sort((a, b) => _rules.NameOrder(a.Name, b.Name));
                return [.. agents.Take(_rules.Limit(limit))];
            },
            ct);

    public Task<IReadOnlyDictionary<AgentStatus, long>> CountAsync(long now, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyDictionary<AgentStatus, long>>(
            state => Enum.GetValues<AgentStatus>().ToDictionary(s => s, s => state.Agents.Values.LongCount(a => _rules.StatusAt(a, now) == s)),
            ct);

    /// <summary>What a registration or a report does to the agents of a state.</summary>
    internal static AgentReceipt Register(ReferenceState state, AgentRegistration registration, long now, ReferenceRules rules)
    {
        var name = rules.AgentKey(registration.Name);
        var known = state.Agents.GetValueOrDefault(name);
        var agent = known is null ? rules.Registered(Agent.Registered(registration, now)) : rules.SeenAgain(known, registration, now);
        state.Agents[name] = agent;
        return new AgentReceipt(agent, known is null, rules.Left(known?.Server, agent.Server));
    }
}
