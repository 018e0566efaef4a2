#pragma warning disable IDE0130 // the samples' namespaces are what the rules look at
namespace ObsControlPlane.Architecture.Tests.Samples.Ports
{
    internal interface IBadPort
    {
        Task ReadAsync(CancellationToken ct = default);
    }
}

namespace ObsControlPlane.Architecture.Tests.Samples.Wire
{
    internal sealed record BadWire(IReadOnlyList<BadWire> Children);
}
