using Microsoft.Extensions.Configuration;
using Npgsql;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>The servers that the environment names: databases of the run's own on the one, the whole graph of the other, and processes of the product over both.</summary>
internal sealed class Stand : IAsyncDisposable
{
    private readonly Dictionary<int, PreparedRecord> _prepared = [];
    private readonly PostgresOptions _postgres;
    private readonly Neo4jSettings _neo4j;
    private readonly string _program;

    private Stand(PostgresOptions postgres, Neo4jSettings neo4j, OwnGraph graph, string program) => (_postgres, _neo4j, Graph, _program) = (postgres, neo4j, graph, program);

    public OwnGraph Graph { get; }

    /// <summary>Takes the servers; the graph must be empty, or left behind by such a run.</summary>
    /// <param name="program">The built program.</param>
    /// <exception cref="StoresMissingException">They are not named, or not to be had.</exception>
    public static async Task<Stand> OpenAsync(string program)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        try
        {
            var (postgres, neo4j) = (PostgresSettings.Read(configuration), Neo4jSettings.Read(configuration));
            return new Stand(postgres, neo4j, await OwnGraph.TakeAsync(neo4j), program);
        }
        catch (StartupException exception)
        {
            throw new StoresMissingException(
                $"The cases of the servers need PostgreSQL and Neo4j: start them with build/stores.sh up, or set DATABASE_URL and NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD ({exception.Why.TrimEnd('.')}).",
                exception);
        }
    }

    /// <summary>A new database.</summary>
    /// <param name="copied">What it is a copy of, which nobody uses meanwhile; null for one with the product's schema and nothing in it.</param>
    public Task<OwnDatabase> NewDatabaseAsync(OwnDatabase? copied = null) => OwnDatabase.CreateAsync(_postgres, copied);

    /// <summary>A record of fixes with vectors, index and graph; made when first asked for, and not to be written to.</summary>
    public async Task<PreparedRecord> PreparedAsync(BenchmarkOptions options, int size)
    {
        if (!_prepared.TryGetValue(size, out var record))
            _prepared[size] = record = await PreparedRecord.MakeAsync(options, this, size);
        return record;
    }

    /// <summary>Starts the product over a database; returns when it takes requests.</summary>
    /// <param name="database">The database.</param>
    /// <param name="embeds">False to turn embeddings off.</param>
    /// <param name="hasGraph">False to give it an address of the graph at which nobody listens.</param>
    /// <param name="more">Further settings.</param>
    public Task<OcpProcess> StartAsync(OwnDatabase database, bool embeds = false, bool hasGraph = true, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Stores__Mode"] = "servers",
            ["DATABASE_URL"] = database.Address,
            ["NEO4J_URI"] = hasGraph ? _neo4j.Address.ToString() : $"http://127.0.0.1:{ServerProcess.FreePort()}",
            ["NEO4J_USERNAME"] = _neo4j.Username,
            ["NEO4J_PASSWORD"] = _neo4j.Password,
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        return OcpProcess.StartAsync(_program, embeds: embeds, stores: settings);
    }

    /// <summary>The same over a record that is there; returns when recall finds it whole.</summary>
    public async Task<OcpProcess> StartLoadedAsync(OwnDatabase database, bool hasGraph = true, params (string Name, string Value)[] more)
    {
        var product = await StartAsync(database, embeds: true, hasGraph, more);
        await product.WaitAsync("is it loaded", (answer, _) => answer.GetProperty("sources").EnumerateArray().Take(2).All(source => source.GetProperty("status").GetString() == "ok"));
        return product;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var record in _prepared.Values)
            await record.Database.DisposeAsync();
        await Graph.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
    }
}
