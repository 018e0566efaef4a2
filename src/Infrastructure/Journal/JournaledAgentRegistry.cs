using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>Agents with the journal before their registrations.</summary>
internal sealed class JournaledAgentRegistry(RecordPorts record, JournaledWrites writes, JournalKinds kinds) : IAgentRegistry
{
    private readonly IAgentRegistry _record = record.Agents;

    /// <inheritdoc/>
    public async Task<Written<AgentReceipt>> RegisterAsync(AgentRegistration registration, long now, WriteKey? key, CancellationToken ct) =>
        (await writes.WriteAsync(kinds.Registration, new Registration(registration, now), key, isRepeatable: true, ct).ConfigureAwait(false))!;

    /// <inheritdoc/>
    public Task<Agent?> RetireAsync(string name, long now, CancellationToken ct) => _record.RetireAsync(name, now, ct);

    /// <inheritdoc/>
    public Task<Agent?> GetAsync(string name, CancellationToken ct) => _record.GetAsync(name, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Agent>> ListAsync(AgentStatus? status, string? after, int limit, long now, CancellationToken ct) =>
        _record.ListAsync(status, after, limit, now, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<AgentStatus, long>> CountAsync(long now, CancellationToken ct) => _record.CountAsync(now, ct);
}
