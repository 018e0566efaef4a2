using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.FunctionalTests.Access;

/// <summary>The store of the keys, as if it were away when a test says so.</summary>
internal sealed class AwayKeys : IKeyStore
{
    private IKeyStore? _inner;

    public bool IsAway { get; set; }

    private IKeyStore Inner => IsAway ? throw new StoreUnavailableException("memory", "reach the keys", transient: true) : _inner!;

    /// <summary>Stands before the store that the host has.</summary>
    public IKeyStore Over(IServiceProvider provider)
    {
        var type = typeof(Infrastructure.InfrastructureServices).Assembly.GetType("ObsControlPlane.Infrastructure.Sqlite.SqliteKeyStore", throwOnError: true)!;
        _inner = (IKeyStore)ActivatorUtilities.CreateInstance(provider, type);
        return this;
    }

    public Task<Written<KeyReceipt>?> AddAsync(ApiKey key, long replacedUntil, WriteKey? idempotency, CancellationToken ct) => Inner.AddAsync(key, replacedUntil, idempotency, ct);

    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct) => Inner.ListAsync(ct);

    public Task<ApiKey?> RevokeAsync(Guid id, long now, CancellationToken ct) => Inner.RevokeAsync(id, now, ct);

    public Task NoteUsesAsync(IReadOnlyList<KeyUse> uses, CancellationToken ct) => Inner.NoteUsesAsync(uses, ct);
}
