using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Neo4j.Query;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>The graph as a host gets it: from its settings, over the connections that are set up there.</summary>
[TestFixture]
public sealed class Neo4jServicesTests
{
    [Test]
    public async Task The_registered_graph_works()
    {
        await SharedNeo4j.RequireAsync();
        await using var provider = Host(
            ("NEO4J_URI", SharedNeo4j.Settings.Address.AbsoluteUri), ("NEO4J_USERNAME", SharedNeo4j.Settings.Username), ("NEO4J_PASSWORD", SharedNeo4j.Settings.Password));
        var graph = provider.GetRequiredService<IFixGraph>();

        Assert.That(await graph.ProjectAsync([GraphStates.Fix(Samples.Id(1), 1, Samples.Told())], CancellationToken.None), Is.EqualTo(1));
        Assert.That((await graph.GetStatsAsync(CancellationToken.None)).Fixes, Is.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_password_locks_nobody_out()
    {
        await SharedNeo4j.RequireAsync();
        await using var provider = Host(("NEO4J_URI", SharedNeo4j.Settings.Address.AbsoluteUri), ("NEO4J_PASSWORD", "wrong-password"));
        var graph = provider.GetRequiredService<IFixGraph>();

        var kinds = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => KindAsync(graph)));

        Assert.That(kinds, Is.All.EqualTo(Neo4jFaultKind.SignIn));
        Assert.That(await (await SharedNeo4j.RequireAsync()).GetRecentAsync(1, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_translated_address_is_said_once_in_the_log()
    {
        var log = new Lines();
        await using var provider = Host(log, ("NEO4J_URI", "bolt://graph:7687"), ("NEO4J_PASSWORD", "secret-password"));
        provider.GetRequiredService<IFixGraph>();
        provider.GetRequiredService<Neo4jSchema>();

        Assert.That(log.Said.Single(), Does.Contain("bolt://graph:7687").And.Contain("http://graph:7474").And.Not.Contain("secret-password"));
    }

    private static async Task<Neo4jFaultKind?> KindAsync(IFixGraph graph)
    {
        try
        {
            await graph.GetRecentAsync(1, CancellationToken.None);
            return null;
        }
        catch (StoreUnavailableException exception)
        {
            return (exception.InnerException as Neo4jException)?.Kind;
        }
    }

    private static ServiceProvider Host(params (string Name, string Value)[] settings) => Host(new Lines(), settings);

    private static ServiceProvider Host(Lines log, params (string Name, string Value)[] settings) => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(log))
        .AddSingleton(TimeProvider.System)
        .AddNeo4j(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build())
        .BuildServiceProvider(validateScopes: true);

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
