using System.Collections.Concurrent;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>What a store of keys may get wrong.</summary>
internal sealed record KeyRules
{
    internal static readonly KeyRules Contract = new();

    internal IReadOnlyList<ApiKey> Seed { get; init; } = [];

    internal Func<ApiKey, ApiKey> Kept { get; init; } = key => key;

    internal Func<ApiKey, long, long> End { get; init; } = (replaced, until) => Math.Min(replaced.ExpiresAt ?? long.MaxValue, until);

    internal Func<ApiKey?, bool> MayBeReplaced { get; init; } = replaced => replaced is { RevokedAt: null };

    internal Func<WriteKey?, WriteKey?> Once { get; init; } = key => key;

    internal Func<ApiKey, long, ApiKey> Revoked { get; init; } = (key, now) => key.RevokedAt is null ? key with { RevokedAt = now } : key;

    internal bool KnowsEveryId { get; init; }

    internal Func<long?, long, long> LastUse { get; init; } = (noted, use) => Math.Max(noted ?? 0, use);
}

/// <summary>The plainest store of keys that keeps the contract.</summary>
internal sealed class ReferenceKeyStore(KeyRules rules) : IKeyStore
{
    private readonly List<ApiKey> _keys = [.. rules.Seed];
    private readonly ConcurrentDictionary<WriteKey, KeyReceipt> _once = [];

    public Task<Written<KeyReceipt>?> AddAsync(ApiKey key, long replacedUntil, WriteKey? idempotency, CancellationToken ct)
    {
        var once = rules.Once(idempotency);
        if (once is not null && _once.TryGetValue(once, out var known))
            return Task.FromResult<Written<KeyReceipt>?>(new Written<KeyReceipt>(known, Replayed: true));
        if (key.Replaces is { } id)
        {
            var at = _keys.FindIndex(other => other.Id == id);
            if (!rules.MayBeReplaced(at < 0 ? null : _keys[at]))
                return Task.FromResult<Written<KeyReceipt>?>(null);
            if (at >= 0)
                _keys[at] = _keys[at] with { ExpiresAt = rules.End(_keys[at], replacedUntil) };
        }

        _keys.Add(rules.Kept(key));
        var receipt = new KeyReceipt(key.Id);
        if (once is not null)
            _once[once] = receipt;
        return Task.FromResult<Written<KeyReceipt>?>(new Written<KeyReceipt>(receipt));
    }

    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ApiKey>>([.. _keys.OrderByDescending(key => key.CreatedAt).ThenByDescending(key => key.Id)]);

    public Task<ApiKey?> RevokeAsync(Guid id, long now, CancellationToken ct)
    {
        var at = _keys.FindIndex(key => key.Id == id);
        if (at < 0)
            return Task.FromResult(rules.KnowsEveryId ? new ApiKey(id, "", AccessScopes.None, [], now) : null);
        return Task.FromResult<ApiKey?>(_keys[at] = rules.Revoked(_keys[at], now));
    }

    public Task NoteUsesAsync(IReadOnlyList<KeyUse> uses, CancellationToken ct)
    {
        foreach (var use in uses)
        {
            var at = _keys.FindIndex(key => key.Id == use.Id);
            if (at >= 0)
                _keys[at] = _keys[at] with { LastUsedAt = rules.LastUse(_keys[at].LastUsedAt, use.At) };
        }

        return Task.CompletedTask;
    }
}

/// <summary>The reference of the keys, or one with a broken rule.</summary>
internal sealed class ReferenceKeys(KeyRules rules, string adapter = "reference") : Harness<IKeyStore>(adapter)
{
    public override Task<IKeyStore> StartEmptyAsync() => Task.FromResult<IKeyStore>(new ReferenceKeyStore(rules));
}
