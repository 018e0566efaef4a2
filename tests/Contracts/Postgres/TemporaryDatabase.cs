using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Schema;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>A database of its own on the server that <c>DATABASE_URL</c> names; dropped with it.</summary>
internal sealed class TemporaryDatabase : IAsyncDisposable
{
    /// <summary>Where the server is read from.</summary>
    internal const string Variable = "DATABASE_URL";

    private static int _made;

    private readonly List<PostgresStore> _stores = [];

    private TemporaryDatabase(PostgresOptions options, string name) => (Options, Name) = (options, name);

    internal PostgresOptions Options { get; }

    internal string Name { get; }

    /// <summary>Why there is no server, or null when there is one.</summary>
    internal static async Task<string?> WhyUnavailableAsync()
    {
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable)))
            return $"{Variable} is not set: no PostgreSQL server to try.";
        try
        {
            await using var connection = new NpgsqlConnection(Server().ConnectionString);
            await connection.OpenAsync();
            return null;
        }
        catch (NpgsqlException exception)
        {
            return $"The server that {Variable} names cannot be used: {exception.Message}";
        }
    }

    /// <summary>Ends the test as ignored when there is no server, as failed when one is required.</summary>
    internal static Task RequireServerAsync() => new PostgresRecord().RequireServerAsync();

    /// <summary>An empty database.</summary>
    internal static async Task<TemporaryDatabase> CreateAsync(Func<PostgresOptions, PostgresOptions>? set = null)
    {
        var name = $"ocp_test_{Environment.ProcessId}_{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}_{Interlocked.Increment(ref _made)}";
        await RunOnServerAsync($"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0");
        var settings = new NpgsqlConnectionStringBuilder(Server().ConnectionString) { Database = name };
        var options = Server() with { ConnectionString = settings.ConnectionString, MakesVectors = true };
        return new TemporaryDatabase(set?.Invoke(options) ?? options, name);
    }

    /// <summary>A store over it with a pool of its own, as another process would have.</summary>
    internal PostgresStore Open(TimeProvider? time = null, PostgresOptions? options = null)
    {
        var store = new PostgresStore(options ?? Options, time ?? TimeProvider.System);
        _stores.Add(store);
        return store;
    }

    /// <summary>A store over it, verified and migrated.</summary>
    internal async Task<PostgresStore> OpenReadyAsync(TimeProvider? time = null, PostgresOptions? options = null)
    {
        var store = Open(time, options);
        await PostgresStart.ReadyAsync(store, NullLogger.Instance, CancellationToken.None);
        return store;
    }

    /// <summary>A store over a migrated database, without the server being judged.</summary>
    internal async Task<PostgresStore> OpenMigratedAsync(TimeProvider? time = null)
    {
        var store = Open(time);
        await PostgresSchema.MigrateAsync(store, CancellationToken.None);
        return store;
    }

    /// <summary>Runs a statement in the database.</summary>
    internal Task RunAsync(string sql) => RunAsync(Options.ConnectionString, sql);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        await RunOnServerAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    internal static Task RunOnServerAsync(string sql) => RunAsync(Server().ConnectionString, sql);

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static PostgresOptions Server() => PostgresSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?> { [Variable] = Environment.GetEnvironmentVariable(Variable), ["Embedding:Model"] = "none" }).Build());
}
