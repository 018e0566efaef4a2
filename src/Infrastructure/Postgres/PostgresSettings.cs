using Microsoft.Extensions.Configuration;
using Npgsql;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Embedding;
using ObsControlPlane.Infrastructure.Host;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Reads the settings of the PostgreSQL record and refuses what cannot be meant.</summary>
internal static class PostgresSettings
{
    /// <summary>The names under which the address may be given.</summary>
    public static readonly string[] AddressNames = ["DATABASE_URL", "Stores:DatabaseUrl", "Stores:Memory:ConnectionString"];

    /// <exception cref="StartupException">A value is missing or out of its range.</exception>
    public static PostgresOptions Read(IConfiguration configuration)
    {
        var options = new PostgresOptions
        {
            ConnectionString = "",
            PoolSize = configuration.Number("Postgres:PoolSize", 32, 1, 1_000),
            PreparedStatements = configuration.Number("Postgres:PreparedStatements", 200, 0, 1_000),
            ConnectSeconds = configuration.Number("Postgres:ConnectSeconds", 3, 1, 60),
            CommandSeconds = configuration.Number("Postgres:CommandSeconds", 10, 1, 600),
            LockSeconds = configuration.Number("Postgres:LockSeconds", 5, 1, 60),
            AllowsUnsafe = configuration.Flag("Postgres:AllowUnsafe"),
            IndexVectorsFrom = configuration.Number("Postgres:IndexVectorsFrom", 10_000, 0, 10_000_000),
            VectorCandidates = configuration.Number("Postgres:VectorCandidates", 200, 10, 1_000),
            RegressionWindowHours = configuration.Number("Regression:WindowHours", 24, 1, 87_600),
            IdempotencyKeepHours = configuration.Number("Idempotency:KeepHours", 24, 1, 87_600),
            MakesVectors = EmbeddingSettings.AreOn(configuration),
        };
        return options with { ConnectionString = ConnectionString(configuration) };
    }

    /// <summary>The address of the server as it is configured, in Npgsql's form.</summary>
    /// <exception cref="StartupException">None is set, or it cannot be meant.</exception>
    private static string ConnectionString(IConfiguration configuration)
    {
        var (name, text) = configuration.OneOf(AddressNames)
            ?? throw Refused("No address of PostgreSQL is set.", $"Set one of {string.Join(", ", AddressNames)}.");
        try
        {
            var settings = DatabaseUrl.Is(text) ? DatabaseUrl.Parse(text) : new NpgsqlConnectionStringBuilder(text);
            return settings is { Host.Length: > 0, Database.Length: > 0 } ? settings.ConnectionString
                : throw new FormatException("It names no host or no database.");
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or KeyNotFoundException)
        {
            // What Npgsql says may quote a value, and a value may be a password.
            var why = exception is FormatException ? exception.Message : "It is no connection string that Npgsql knows.";
            throw Refused($"{name} cannot be read. {why}", "Set it to postgresql://user:password@host:port/database, or to Host=…;Username=…;Password=…;Database=….");
        }
    }

    private static StartupException Refused(string why, string remedy) =>
        new(StartupException.Configuration, "The PostgreSQL record cannot be set up as configured.", why, remedy);
}
