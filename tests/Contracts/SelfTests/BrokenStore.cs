using System.Reflection;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>A store with one deliberate fault.</summary>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Harness">Starts it.</param>
/// <param name="Ports">The ports whose contracts have to notice; none named means every port it offers.</param>
public sealed record BrokenStore(string Fault, IHarness Harness, params Type[] Ports)
{
    /// <summary>The contract tests that can be run against it.</summary>
    internal IEnumerable<ContractTest> Tests() =>
        ContractRun.TestsOf()
            .Where(t => Ports.Length == 0 || Ports.Any(p => t.Fixture.GetCustomAttribute<ContractOfAttribute>()!.Port == p))
            .Where(t => t.Fixture.GetConstructors().Single().GetParameters().Single().ParameterType.IsInstanceOfType(Harness));

    /// <inheritdoc/>
    public override string ToString() => Fault;
}
