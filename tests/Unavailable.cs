namespace ObsControlPlane.Tests;

/// <summary>What a machine cannot do although a test needs it.</summary>
internal static class Unavailable
{
    /// <summary>Set to 1 where that is a failure.</summary>
    internal const string RequiredVariable = "OCP_REQUIRED_FAULTS";

    /// <summary>Ends the test as ignored with the reason, as failed where everything is required.</summary>
    /// <param name="reason">What is missing, one sentence.</param>
    internal static void Because(string reason)
    {
        if (Environment.GetEnvironmentVariable(RequiredVariable) == "1")
            Assert.Fail($"{reason} {RequiredVariable} is set, so this is a failure.");
        Assert.Ignore(reason);
    }
}
