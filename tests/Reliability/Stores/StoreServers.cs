using Npgsql;
using ObsControlPlane.Reliability.Run;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>
/// A set of stores for the servers mode: a database of its own, and the one graph, emptied. Where <c>OCP_REQUIRED_STORES</c> names a store, its absence is a
/// failure of the row.
/// </summary>
internal sealed class StoreServers : IAsyncDisposable
{
    private const string PostgresVariable = "DATABASE_URL";
    private const string Neo4jVariable = "NEO4J_URI";

    private StoreServers(RecordDatabase record, GraphServer graph) => (Record, Graph) = (record, graph);

    public RecordDatabase Record { get; }

    public GraphServer Graph { get; }

    public static Uri PostgresServer => new(Environment.GetEnvironmentVariable(PostgresVariable)!);

    private static string User => Environment.GetEnvironmentVariable("NEO4J_USERNAME") ?? "neo4j";

    private static string Password => Environment.GetEnvironmentVariable("NEO4J_PASSWORD") ?? "";

    /// <summary>Why both cannot be used; where they are required that is thrown.</summary>
    public static async Task<string?> WhyUnavailableAsync()
    {
        if (await WhyMissingAsync() is not { } why)
            return null;
        var required = (Environment.GetEnvironmentVariable("OCP_REQUIRED_STORES") ?? "").Split(',');
        return required.Contains("postgres") || required.Contains("neo4j") ? throw new InvalidOperationException($"OCP_REQUIRED_STORES requires them: {why}") : why;
    }

    /// <summary>An empty database and an empty graph.</summary>
    public static async Task<StoreServers> NewAsync()
    {
        var graph = Connect();
        await graph.ClearAsync();
        return new(await RecordDatabase.CreateAsync(PostgresServer), graph);
    }

    /// <summary>What a program is told to use them, or proxies before them.</summary>
    public Dictionary<string, string> Environments(Uri? record = null, Uri? graph = null) => EnvironmentsOf(record ?? Record.Address, graph ?? Graph.Address);

    /// <summary>The same for another record beside the graph.</summary>
    public static Dictionary<string, string> EnvironmentsOf(Uri record, Uri? graph = null) => new()
    {
        ["Stores__Mode"] = "servers",
        [PostgresVariable] = record.AbsoluteUri,
        [Neo4jVariable] = (graph ?? new Uri(Environment.GetEnvironmentVariable(Neo4jVariable)!)).AbsoluteUri,
        ["NEO4J_USERNAME"] = User,
        ["NEO4J_PASSWORD"] = Password,
    };

    /// <summary>Waits until the outbox is empty.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> ProjectedAsync(TimeSpan patience, CancellationToken ct)
    {
        var startedAt = System.Diagnostics.Stopwatch.GetTimestamp();
        while (await Record.NumberAsync("SELECT count(*) FROM outbox") is var waiting and > 0)
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(startedAt) > patience)
                throw new InvalidOperationException($"{waiting} rows of the outbox still wait after {patience.TotalSeconds:F0} s");
            await Task.Delay(100, ct);
        }

        return System.Diagnostics.Stopwatch.GetElapsedTime(startedAt);
    }

    public static async Task<OcpServer> StartReadyAsync(RunContext run, string data, IReadOnlyDictionary<string, string> environment, CancellationToken ct, params string[] wrapper)
    {
        var server = OcpServer.Start(run.Options.Ocp, data, run.Log, environment, wrapper);
        try
        {
            await server.ReadyAsync(TimeSpan.FromSeconds(40), ct);
            return server;
        }
        catch (InvalidOperationException)
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        try
        {
            // Other tests use no graph that holds something.
            await Graph.ClearAsync();
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidOperationException or OperationCanceledException)
        {
            // Then whoever needs it empty says so.
        }

        Graph.Dispose();
    }

    private static GraphServer Connect() => new(new Uri(Environment.GetEnvironmentVariable(Neo4jVariable)!), User, Password);

    private static async Task<string?> WhyMissingAsync()
    {
        var missing = new[] { PostgresVariable, Neo4jVariable }.Where(name => string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name))).ToList();
        if (missing.Count > 0)
            return $"needs a store: {string.Join(" and ", missing)} not set (build/stores.sh up)";
        try
        {
            await RecordDatabase.RunAsync(PostgresServer, "SELECT 1");
            using var graph = Connect();
            await graph.NumberAsync("RETURN 1");
            return null;
        }
        catch (Exception failure) when (failure is NpgsqlException or HttpRequestException or InvalidOperationException)
        {
            return $"a store cannot be used: {failure.Message}";
        }
    }
}
