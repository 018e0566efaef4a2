using Npgsql;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Schema;
using Respawn;
using Respawn.Graph;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>Empties a database between tests: rows are deleted, which costs little where there are few; truncating makes every file anew.</summary>
internal sealed class PostgresReset : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly Respawner _respawner;

    private PostgresReset(NpgsqlConnection connection, Respawner respawner) => (_connection, _respawner) = (connection, respawner);

    internal static async Task<PostgresReset> OfAsync(PostgresStore store)
    {
        var connection = new NpgsqlConnection(store.Options.ConnectionString);
        await connection.OpenAsync();
        var respawner = await Respawner.CreateAsync(connection, new RespawnerOptions
        {
            DbAdapter = DbAdapter.Postgres,
            SchemasToInclude = ["public"],
            TablesToIgnore = [new Table(PostgresSchema.History)],
            FormatDeleteStatement = table => $"DELETE FROM \"{table.Name}\";",
        });
        return new PostgresReset(connection, respawner);
    }

    internal Task EmptyAsync() => _respawner.ResetAsync(_connection);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
