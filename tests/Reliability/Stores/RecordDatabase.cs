using Npgsql;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>A database of its own on the server that <c>DATABASE_URL</c> names, or on another; dropped with it.</summary>
internal sealed class RecordDatabase : IAsyncDisposable
{
    private static int _made;

    private readonly Uri _server;

    private RecordDatabase(Uri server, string name) => (_server, Name) = (server, name);

    public string Name { get; }

    /// <summary>Its address in the form of <c>DATABASE_URL</c>.</summary>
    public Uri Address => new UriBuilder(_server) { Path = Name }.Uri;

    public static async Task<RecordDatabase> CreateAsync(Uri server)
    {
        var database = new RecordDatabase(server, $"ocp_reliability_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");
        await RunAsync(server, $"DROP DATABASE IF EXISTS {database.Name} WITH (FORCE)");
        await RunAsync(server, $"CREATE DATABASE {database.Name} ENCODING 'UTF8' TEMPLATE template0");
        return database;
    }

    /// <summary>A copy of it as it is; nobody may be connected to it.</summary>
    public async Task<RecordDatabase> CopyAsync()
    {
        var copy = new RecordDatabase(_server, $"ocp_reliability_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");
        await RunAsync(_server, $"CREATE DATABASE {copy.Name} TEMPLATE {Name}");
        return copy;
    }

    public Task<int> RunAsync(string sql) => RunAsync(Address, sql);

    /// <summary>The first column of all rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using var connection = await OpenAsync(Address);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await reader.ReadAsync())
            found.Add(reader.GetFieldValue<T>(0));
        return found;
    }

    public async Task<long> NumberAsync(string sql) => (await QueryAsync<long>(sql)).Single();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync(_server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
        }
        catch (NpgsqlException)
        {
            // The server was one that a fault ended.
        }
    }

    public static async Task<int> RunAsync(Uri address, string sql)
    {
        await using var connection = await OpenAsync(address);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(Uri address)
    {
        var user = address.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = address.AbsolutePath.Trim('/'),
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
