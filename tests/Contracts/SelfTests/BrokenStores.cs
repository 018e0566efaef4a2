using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Reference;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>The deliberately broken stores: the reference with one rule of the contract broken.</summary>
internal static partial class BrokenStores
{
    internal static IReadOnlyList<BrokenStore> All { get; } =
    [
        .. TakingIn.Concat(Counting).Concat(Episodes).Concat(Erasing).Concat(Reading).Select(b => Record(b, typeof(IFixMemory))),
        .. Agents.Select(b => Record(b, typeof(IAgentRegistry))),
        .. Telemetry.Select(b => Record(b, typeof(ITelemetryLog))),
        .. Search.Select(b => Record(b, typeof(IFixSearch))),
        .. Vectors.Select(b => Record(b, typeof(IVectorMemory), typeof(IFixSearch), typeof(IFixMemory))),
        .. Writing.Select(b => Record(b)),
        .. Graphs, .. Probes, .. Keys,
    ];

    private static ReferenceRules Rules => ReferenceRules.Contract;

    private static BrokenStore Record((string Fault, ReferenceRules Rules) broken, params Type[] ports) =>
        new(broken.Fault, new ReferenceRecord(broken.Rules, broken.Fault), ports);
}
