using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>One program for all tests that need no state of their own; what they write is told apart by its text.</summary>
[SetUpFixture]
public sealed class SharedHost
{
    private static ProductHost? _host;

    internal static HttpClient Client => _host!.Client;

    internal static ProductHost Product => _host!;

    [OneTimeSetUp]
    public void Start() => _host = new ProductHost();

    /// <summary>Ends the program, and judges the error bodies of the whole run (row B14).</summary>
    [OneTimeTearDown]
    public void Stop()
    {
        _host?.Dispose();
        Assert.That(Leaks.Found, Is.Empty, "no error body may hold a stack, SQL, path, host or version");
    }
}
