using System.Collections.Concurrent;
using System.Security.Cryptography;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Application.Access;

/// <summary>
/// The keys that this process knows, in memory: asking it touches no store, so a key goes on working while the store is away. Keys that were made
/// or revoked elsewhere come with the next <see cref="Take"/>. At most <see cref="Limits.Keys"/> keys are held.
/// </summary>
/// <param name="clock">The clock.</param>
public sealed class KeyRing(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, long> _uses = new();
    private readonly Lock _turn = new();
    private IReadOnlyList<(byte[] Hash, Caller Caller)> _given = [];
    private volatile Held? _held;
    private volatile bool _isSet;
    private long _begun;
    private long _taken;

    /// <summary>False until the keys were read once: it is not known then whether there are any.</summary>
    public bool IsKnown => _held is not null;

    /// <summary>Whether a key was ever made, or is given by a setting; the owner's does not count.</summary>
    public bool HasKeys => _isSet || _held is { Any: true };

    /// <summary>Takes a key that no store holds.</summary>
    /// <param name="secret">Its secret.</param>
    /// <param name="caller">Who asks with it.</param>
    /// <param name="isSetting">Whether it was given by a setting, and counts as one that was made.</param>
    public void Give(string secret, Caller caller, bool isSetting)
    {
        lock (_turn)
        {
            _given = [.. _given, (KeySecret.Hash(secret), caller)];
            _isSet |= isSetting;
        }
    }

    /// <summary>To be called before the keys are read that <see cref="Take"/> is given.</summary>
    /// <returns>The place of that reading among all.</returns>
    public long BeginReading() => Interlocked.Increment(ref _begun);

    /// <summary>Takes the keys of the store in place of those that were known, unless a reading that began later was taken before.</summary>
    /// <param name="keys">All of them.</param>
    /// <param name="reading">What <see cref="BeginReading"/> gave.</param>
    public void Take(IReadOnlyList<ApiKey> keys, long reading)
    {
        lock (_turn)
        {
            if (reading < _taken)
                return;
            var now = Now;
            _held = new Held([.. keys.Where(key => key.StateAt(now) == ApiKeyState.Active).Take(Limits.Keys)], keys.Count > 0);
            _taken = reading;
        }
    }

    /// <summary>Who asks with a secret, and notes the use. Every key is compared in constant time, whichever it is.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>Null when no key of it works.</returns>
    public Caller? Find(string secret)
    {
        if (!KeySecret.IsWellFormed(secret))
            return null;
        var hash = KeySecret.Hash(secret);
        Caller? found = null;
        foreach (var (given, caller) in _given)
        {
            if (CryptographicOperations.FixedTimeEquals(given, hash))
                found = caller;
        }

        var now = Now;
        foreach (var key in _held?.Live ?? [])
        {
            if (!CryptographicOperations.FixedTimeEquals(key.SecretHash, hash) || key.StateAt(now) != ApiKeyState.Active)
                continue;
            found = new Caller(key.Id.ToString("D"), key.Name, key.Scopes);
            _uses[key.Id] = now;
        }

        return found;
    }

    /// <summary>The uses since the last call.</summary>
    public IReadOnlyList<KeyUse> TakeUses() => [.. _uses.Keys.Select(id => _uses.TryRemove(id, out var at) ? new KeyUse(id, at) : null).OfType<KeyUse>()];

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Held(IReadOnlyList<ApiKey> Live, bool Any);
}
