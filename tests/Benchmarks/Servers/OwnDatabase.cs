using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>A database of the run's own on the server that is named; dropped when disposed.</summary>
internal sealed class OwnDatabase : IAsyncDisposable
{
    private const int SlowSeconds = 600;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly PostgresOptions _server;
    private readonly string _name;

    private OwnDatabase(PostgresOptions server, string name)
    {
        (_server, _name) = (server, name);
        Address = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>How it is reached, in the form of Npgsql.</summary>
    public string Address { get; }

    /// <summary>Makes one.</summary>
    /// <param name="server">The server.</param>
    /// <param name="copied">What it is a copy of; null for the product's schema and nothing in it.</param>
    /// <exception cref="StoresMissingException">The server cannot be reached.</exception>
    public static async Task<OwnDatabase> CreateAsync(PostgresOptions server, OwnDatabase? copied)
    {
        var name = $"ocp_bench_{Environment.ProcessId}_{Random.Shared.Next(1_000_000_000)}";
        var database = new OwnDatabase(server, name);
        try
        {
            await database.AdminAsync($"CREATE DATABASE {name}" + (copied is null ? "" : $" TEMPLATE {copied._name}"));
        }
        catch (NpgsqlException exception)
        {
            throw new StoresMissingException(
                $"The cases of the servers cannot make a database ({exception.Message}): start PostgreSQL with build/stores.sh up, or correct DATABASE_URL.", exception);
        }

        if (copied is null)
        {
            await using var store = database.Open();
            await PostgresStart.ReadyAsync(store, NullLogger.Instance, default);
        }

        return database;
    }

    /// <summary>The product's own store over it.</summary>
    /// <param name="isPatient">True for statements that may take minutes.</param>
    public PostgresStore Open(bool isPatient = false)
    {
        var options = _server with { ConnectionString = Address, MakesVectors = true };
        return new PostgresStore(isPatient ? options with { CommandSeconds = SlowSeconds } : options, TimeProvider.System);
    }

    /// <summary>A connection of its own, outside any pool.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address) { Pooling = false, CommandTimeout = SlowSeconds }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs a statement.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A number that a query answers with.</summary>
    public async Task<long> CountAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until the product has done beside the writes what they left to do, so that what is measured next has the machine for itself.</summary>
    /// <param name="tables">Tables that are empty then.</param>
    public async Task DrainedAsync(params string[] tables)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand($"SELECT {string.Join(" OR ", tables.Select(table => $"EXISTS (SELECT FROM {table})"))}", connection);
        for (var start = Stopwatch.GetTimestamp(); await command.ExecuteScalarAsync() is true; await Task.Delay(20))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new InvalidOperationException($"Rows still wait in {string.Join(" or ", tables)}.");
        }
    }

    public async ValueTask DisposeAsync() => await AdminAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    private async Task AdminAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Pooling = false, CommandTimeout = SlowSeconds }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
