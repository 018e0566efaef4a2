using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>In the embedded file a write is there when it is acknowledged, and the graph is the same file: nothing can be refused afterwards.</summary>
internal sealed class NoDeadLetters : IDeadLetters
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> ListAsync(string? after, int limit, CancellationToken ct) => Task.FromResult<IReadOnlyList<DeadLetter>>([]);

    /// <inheritdoc/>
    public Task<bool> RetryAsync(string id, CancellationToken ct) => Task.FromResult(false);

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(string id, CancellationToken ct) => Task.FromResult(false);
}
