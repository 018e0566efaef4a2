using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Application.Ports;

/// <summary>Agents and their leases.</summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store fails and <see cref="OperationCanceledException"/> when cancelled.</remarks>
public interface IAgentRegistry
{
    /// <summary>Registers an agent or renews its lease; atomic for concurrent registrations of one name.</summary>
    /// <param name="registration">What it says of itself.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="key">Idempotency key, or null.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="DomainException">Another installation holds the name, or the idempotency key was used with another request.</exception>
    Task<Written<AgentReceipt>> RegisterAsync(AgentRegistration registration, long now, WriteKey? key, CancellationToken ct);

    /// <summary>Retires an agent; repeats change nothing.</summary>
    /// <param name="name">Its name, exact.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="ct">Cancels waiting; the write may still happen.</param>
    /// <returns>The retired agent, or null when there is none of that name.</returns>
    Task<Agent?> RetireAsync(string name, long now, CancellationToken ct);

    /// <summary>One agent.</summary>
    /// <param name="name">Its name, exact.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>The agent, or null when there is none.</returns>
    Task<Agent?> GetAsync(string name, CancellationToken ct);

    /// <summary>Agents by name.</summary>
    /// <param name="status">Only those in this state at <paramref name="now"/>, or null for all.</param>
    /// <param name="after">Only names after this one in ordinal order, or null for the beginning.</param>
    /// <param name="limit">At most this many, 1–201.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>Ordinal order of names (by UTF-8 bytes).</returns>
    Task<IReadOnlyList<Agent>> ListAsync(AgentStatus? status, string? after, int limit, long now, CancellationToken ct);

    /// <summary>How many agents are in each state.</summary>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>A count for every state, 0 included.</returns>
    Task<IReadOnlyDictionary<AgentStatus, long>> CountAsync(long now, CancellationToken ct);
}
