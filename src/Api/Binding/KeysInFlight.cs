using System.Collections.Concurrent;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Binding;

/// <summary>Idempotency keys whose request is being carried out in this process; a second request with one of them is turned away.</summary>
internal sealed class KeysInFlight
{
    private readonly ConcurrentDictionary<string, byte> _keys = new(StringComparer.Ordinal);

    /// <summary>Holds a key until disposed.</summary>
    /// <param name="key">The key; null holds nothing.</param>
    /// <exception cref="DomainException"><see cref="ProblemCodes.IdempotencyKeyInFlight"/>: another request holds it.</exception>
    internal IDisposable Enter(string? key)
    {
        if (key is null)
            return new Held(this, null);
        if (!_keys.TryAdd(key, 0))
            throw new DomainException(ProblemCodes.IdempotencyKeyInFlight, "The first request with this idempotency key is still running; repeat the same request in a moment.");
        return new Held(this, key);
    }

    private sealed class Held(KeysInFlight owner, string? key) : IDisposable
    {
        public void Dispose()
        {
            if (key is not null)
                owner._keys.TryRemove(key, out _);
        }
    }
}
