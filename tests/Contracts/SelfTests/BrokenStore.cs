namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>A store with one deliberate fault.</summary>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Harness">Starts it.</param>
public sealed record BrokenStore(string Fault, IHarness Harness)
{
    /// <summary>The contract tests that can be run against it.</summary>
    internal IEnumerable<ContractTest> Tests() =>
        ContractRun.TestsOf().Where(t => t.Fixture.GetConstructors().Single().GetParameters().Single().ParameterType.IsInstanceOfType(Harness));

    /// <inheritdoc/>
    public override string ToString() => Fault;
}
