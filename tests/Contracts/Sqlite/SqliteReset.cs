using Microsoft.Data.Sqlite;
using ObsControlPlane.Infrastructure.Sqlite;
using Respawn;
using Respawn.Graph;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>Empties a data file under an open store: Respawn clears the rows, what is no plain table is reset by its own command.</summary>
internal sealed class SqliteReset : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Respawner _respawner;
    private readonly string[] _indexes;

    private SqliteReset(SqliteConnection connection, Respawner respawner, string[] indexes) =>
        (_connection, _respawner, _indexes) = (connection, respawner, indexes);

    /// <summary>The reset of a file in which nothing was written yet.</summary>
    internal static async Task<SqliteReset> OfAsync(SqliteFile file)
    {
        var connection = file.OpenForWriting();

        // Rows of a contentless FTS5 index cannot be deleted, and its shadow tables must not be: the index is emptied as a whole.
        var indexes = Names(connection, "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5(%'");
        var notPlain = Names(connection, "SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')");
        var respawner = await Respawner.CreateAsync(connection, new RespawnerOptions { TablesToIgnore = [.. notPlain.Select(name => new Table(name))] });
        Run(connection, "CREATE TEMP TABLE first_counters AS SELECT * FROM counters");
        return new SqliteReset(connection, respawner, indexes);
    }

    internal async Task EmptyAsync()
    {
        await _respawner.ResetAsync(_connection);
        Run(_connection, "INSERT INTO counters SELECT * FROM temp.first_counters");
        foreach (var index in _indexes)
            Run(_connection, $"INSERT INTO {index}({index}) VALUES ('delete-all')");
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string[] Names(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return [.. names];
    }
}
