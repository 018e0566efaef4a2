namespace ObsControlPlane.Contracts;

/// <summary>Says of a fixture whose contract it is; the matrix and the self-tests find it by this.</summary>
/// <param name="port">The port.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ContractOfAttribute(Type port) : Attribute
{
    /// <summary>The port.</summary>
    public Type Port { get; } = port;
}
