using System.Globalization;
using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Infrastructure.Sqlite.Schema;

/// <summary>What a kind of data file holds, and how it came to that. Each migration commits whole, with its number, or not at all.</summary>
/// <param name="fileName">Name of the file in the data folder.</param>
/// <param name="migrations">SQL of each migration, the oldest first. Never change one that was released: add one.</param>
internal sealed class SqliteSchema(string fileName, params IReadOnlyList<string> migrations)
{
    /// <summary>The record.</summary>
    public static readonly SqliteSchema Record = new("ocp.db", Migration0001.Sql, Migration0002.Sql, Migration0003.Sql, Migration0004.Sql, Migration0005.Sql);

    /// <summary>Name of the file in the data folder.</summary>
    public string FileName => fileName;

    /// <summary>The newest schema this program knows; kept in <c>PRAGMA user_version</c>.</summary>
    public int Newest => migrations.Count;

    /// <summary>Applies what is missing; repeats do nothing.</summary>
    /// <param name="connection">A connection that may write.</param>
    /// <exception cref="StartupException">The file was written by a newer program; it was not touched.</exception>
    public void Apply(SqliteConnection connection)
    {
        var version = Version(connection);
        if (version > Newest)
        {
            throw new StartupException(
                StartupException.DataNewer,
                "The data file cannot be opened.",
                $"It has schema {version}; this version of the program knows schemas up to {Newest}.",
                "Start the newer version again, or use another data folder.");
        }

        for (var next = version; next < Newest; next++)
        {
            Execute(connection, "BEGIN IMMEDIATE");
            Execute(connection, migrations[next]);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {next + 1}"));
            Execute(connection, "COMMIT");
        }
    }

    /// <summary>Number of the newest migration applied; 0 in a new file.</summary>
    public static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
