using ObsControlPlane.Contracts.Reference;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>Faults of the keys.</summary>
internal static partial class BrokenStores
{
    private static IEnumerable<BrokenStore> Keys => new (string Fault, KeyRules Rules)[]
    {
        ("keys: comes with a key", new() { Seed = [new ApiKey(Samples.Id(1), "backdoor", AccessScopes.Admin, [1], Samples.Now)] }),
        ("keys: loses the end of a key", new() { Kept = key => key with { ExpiresAt = null } }),
        ("keys: gives every key all scopes", new() { Kept = key => key with { Scopes = AccessScopes.Admin } }),
        ("keys: ends a replaced key never", new() { End = (_, _) => long.MaxValue }),
        ("keys: lets a replaced key live longer", new() { End = (_, until) => until }),
        ("keys: replaces what is not there", new() { MayBeReplaced = _ => true }),
        ("keys: adds a key for every repeat", new() { Once = _ => null }),
        ("keys: revokes anew", new() { Revoked = (key, now) => key with { RevokedAt = now } }),
        ("keys: revokes nothing", new() { Revoked = (key, _) => key }),
        ("keys: knows every id", new() { KnowsEveryId = true }),
        ("keys: goes back in time", new() { LastUse = (_, use) => use }),
    }.Select(b => new BrokenStore(b.Fault, new ReferenceKeys(b.Rules, b.Fault)));
}
