using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Neo4j;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>
/// The server that the environment names (NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD; <c>build/stores.sh up</c>), emptied before each test. It is used only
/// when it was empty or marked by an earlier run, because an address that is exported for another purpose must not cost anybody their data.
/// </summary>
internal static class SharedNeo4j
{
    private const string Mark = "ObsControlPlaneTests";

    private static readonly string[] Names = ["NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"];
    private static readonly SemaphoreSlim Gate = new(1);
    private static Neo4jQueryClient? _client;
    private static Neo4jSchema? _schema;
    private static string? _why;
    private static bool _wasTried;

    internal static FakeTimeProvider Clock { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(Samples.Now));

    internal static Neo4jSettings Settings => Neo4jSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        Names.Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name)))).Build());

    /// <summary>The client; <see cref="WhyUnavailableAsync"/> gave null.</summary>
    internal static Neo4jQueryClient Client => _client ?? throw new InvalidOperationException("Nobody has asked whether the server is there.");

    /// <summary>Its schema, which is there.</summary>
    internal static Neo4jSchema Schema => _schema ?? throw new InvalidOperationException("Nobody has asked whether the server is there.");

    internal static async Task<string?> WhyUnavailableAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (!_wasTried)
                _why = await OpenAsync();
            _wasTried = true;
            return _why;
        }
        finally
        {
            Gate.Release();
        }
    }

    internal static async Task<Neo4jFixGraph> EmptyAsync()
    {
        var graph = new Neo4jFixGraph(Client, Schema, Clock);
        await graph.ClearAsync(CancellationToken.None);
        return graph;
    }

    /// <summary>The graph over the emptied server; ends the test as the harness does when it is not there.</summary>
    internal static async Task<Neo4jFixGraph> RequireAsync() => (Neo4jFixGraph)await new Neo4jGraph().RequireAsync();

    internal static Neo4jQueryClient Connect(Neo4jSettings settings)
    {
        var sockets = new SocketsHttpHandler();
        Neo4jServices.SetUp(sockets, settings);
        return new Neo4jQueryClient(new HttpClient(sockets) { Timeout = Timeout.InfiniteTimeSpan }, settings, TimeProvider.System);
    }

    internal static void Close()
    {
        _schema?.Dispose();
        _client?.Dispose();
        (_client, _wasTried) = (null, false);
    }

    private static async Task<string?> OpenAsync()
    {
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("NEO4J_URI")))
            return "NEO4J_URI is not set; build/stores.sh up starts a server and says the address";
        _client = Connect(Settings);
        try
        {
            var others = await AskAsync($"MATCH (n) WHERE NOT n:{Mark} RETURN count(n)");
            if (others > 0 && await AskAsync($"MATCH (n:{Mark}) RETURN count(n)") == 0)
                return "the database that NEO4J_URI names holds data that no test has put there; it is not emptied";
            await AskAsync($"MERGE (n:{Mark}) RETURN count(n)");
            _schema = new Neo4jSchema(_client);
            await _schema.EnsureAsync(CancellationToken.None);
            return null;
        }
        catch (StoreUnavailableException exception)
        {
            return $"the server that NEO4J_URI names cannot be used: {exception.InnerException?.Message}";
        }
    }

    private static async Task<long> AskAsync(string text) => (await Client.RunAsync(
        new CypherStatement("ask", text, Writes: true), new { }, row => row[0].GetInt64(), CancellationToken.None)).Single();
}
