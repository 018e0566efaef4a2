using NUnit.Framework.Internal;

namespace ObsControlPlane.Contracts;

/// <summary>What the matrix needs to know of a harness.</summary>
public interface IHarness
{
    /// <summary>Name of the adapter, as the matrix prints it and <c>OCP_REQUIRED_STORES</c> spells it.</summary>
    string Adapter { get; }
}

/// <summary>Gives the contract of a port an empty store behind one adapter.</summary>
/// <param name="adapter">Name of the adapter, lower case.</param>
/// <typeparam name="TPort">The port, or the ports that one store offers together.</typeparam>
public abstract class Harness<TPort>(string adapter) : IHarness
    where TPort : class
{
    /// <summary>Names of adapters whose absence is a failure, separated by commas.</summary>
    public const string RequiredVariable = "OCP_REQUIRED_STORES";

    /// <inheritdoc/>
    public string Adapter { get; } = adapter;

    /// <summary>Why this adapter cannot be tried here.</summary>
    /// <returns>One sentence, or null when it can.</returns>
    public virtual Task<string?> WhyUnavailableAsync() => Task.FromResult<string?>(null);

    /// <summary>Empties the store.</summary>
    /// <returns>The port over the empty store.</returns>
    public abstract Task<TPort> StartEmptyAsync();

    /// <summary>The port over an empty store; ends the test as ignored when the adapter is absent, as failed when it was required.</summary>
    /// <returns>The port.</returns>
    public async Task<TPort> RequireAsync()
    {
        if (await WhyUnavailableAsync() is not { } reason)
            return await StartEmptyAsync();
        if (IsRequired)
            Assert.Fail($"'{Adapter}' is named in {RequiredVariable} and is not there: {reason}");
        Assert.Ignore(reason);
        throw new InvalidOperationException("An ignored test goes on.");
    }

    /// <summary>The row of this adapter in the list of a port.</summary>
    /// <returns>Arguments for <see cref="TestFixtureSourceAttribute"/>, named and categorised by the adapter.</returns>
    public TestFixtureData AsFixture() => new TestFixtureData(this).SetArgDisplayNames(Adapter).Tagged(Adapter);

    private bool IsRequired =>
        (Environment.GetEnvironmentVariable(RequiredVariable) ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Contains(Adapter, StringComparer.OrdinalIgnoreCase);
}

internal static class FixtureRow
{
    internal static TestFixtureData Tagged(this TestFixtureData row, string category)
    {
        row.Properties.Add(PropertyNames.Category, category);
        return row;
    }
}
