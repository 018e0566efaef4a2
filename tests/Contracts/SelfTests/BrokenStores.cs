using ObsControlPlane.Contracts.Reference;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>The deliberately broken stores: the reference with one rule of the contract broken.</summary>
internal static partial class BrokenStores
{
    internal static IReadOnlyList<BrokenStore> All { get; } =
    [
        .. TakingIn.Concat(Counting).Concat(Episodes).Concat(Erasing).Concat(Reading).Concat(Writing)
            .Concat(Agents).Concat(Telemetry).Concat(Search).Select(Record),
        .. Graphs, .. Probes,
    ];

    private static ReferenceRules Rules => ReferenceRules.Contract;

    private static BrokenStore Record((string Fault, ReferenceRules Rules) broken) =>
        new(broken.Fault, new ReferenceRecord(broken.Rules, broken.Fault));
}
