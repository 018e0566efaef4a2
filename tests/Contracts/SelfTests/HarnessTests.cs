using NUnit.Framework.Internal;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>An adapter that is absent is ignored with its reason, and a failure where it was required.</summary>
[NonParallelizable]
public sealed class HarnessTests
{
    private string? _before;

    [SetUp]
    public void Remember() => _before = Environment.GetEnvironmentVariable(Absent.RequiredVariable);

    [TearDown]
    public void Restore() => Environment.SetEnvironmentVariable(Absent.RequiredVariable, _before);

    [TestCase("")]
    [TestCase("other,absentee")]
    public async Task An_absent_store_is_ignored_with_its_reason(string required)
    {
        var end = await EndAsync(required);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(end, Is.TypeOf<IgnoreException>());
            Assert.That(end!.Message, Is.EqualTo("no server listens"));
        }
    }

    [TestCase("absent")]
    [TestCase("other, Absent")]
    public async Task An_absent_store_that_is_required_is_a_failure(string required)
    {
        var end = await EndAsync(required);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(end, Is.TypeOf<AssertionException>());
            Assert.That(end!.Message, Does.Contain("no server listens"));
        }
    }

    private static async Task<Exception?> EndAsync(string required)
    {
        Environment.SetEnvironmentVariable(Absent.RequiredVariable, required);
        using var isolated = new TestExecutionContext.IsolatedContext();
        try
        {
            await new Absent().RequireAsync();
            return null;
        }
        catch (ResultStateException e)
        {
            return e;
        }
    }

    private sealed class Absent() : Harness<object>("absent")
    {
        public override Task<string?> WhyUnavailableAsync() => Task.FromResult<string?>("no server listens");

        public override Task<object> StartEmptyAsync() => throw new InvalidOperationException("It was started although it is not there.");
    }
}
