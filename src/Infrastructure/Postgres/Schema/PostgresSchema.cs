using Microsoft.EntityFrameworkCore;
using Npgsql;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Infrastructure.Postgres.Schema;

/// <summary>Brings a database to the schema of this program. Each migration commits whole, with its number, or not at all.</summary>
internal static class PostgresSchema
{
    // Any number, the same in every version of the program.
    private const long OnlyOneMigrates = 0x6f63_705f_6d69_6772;

    private const int LongestMigrationSeconds = 3_600;

    /// <summary>Table that holds the names of the migrations that were applied.</summary>
    public const string History = "schema_migrations";

    /// <summary>A context over the database.</summary>
    public static RecordContext Context(PostgresStore store) => new(
        new DbContextOptionsBuilder<RecordContext>().UseNpgsql(store.Source, Configure).Options);

    /// <summary>Applies what is missing; repeats do nothing, and several processes at once wait for each other.</summary>
    /// <remarks>The lock belongs to its connection: a process that is killed leaves none behind.</remarks>
    /// <exception cref="StartupException">The database was written by a newer program, or may not be migrated; nothing was changed.</exception>
    public static async Task MigrateAsync(PostgresStore store, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(store.Options.ConnectionString) { Pooling = false, CommandTimeout = LongestMigrationSeconds };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(ct).ConfigureAwait(false);
            await using (var waiting = new NpgsqlCommand($"SELECT pg_advisory_lock({OnlyOneMigrates})", connection))
                await waiting.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            await using var context = new RecordContext(new DbContextOptionsBuilder<RecordContext>().UseNpgsql(settings.ConnectionString, Configure).Options);
            await RefuseNewerAsync(context, ct).ConfigureAwait(false);
            await context.Database.MigrateAsync(ct).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported)
        {
            throw exception.MessageText.Contains("vector", StringComparison.OrdinalIgnoreCase)
                ? Refused("The extension 'vector' (pgvector) is not there and cannot be created.", "Install pgvector 0.8 or newer on the server, and let a superuser run CREATE EXTENSION vector in this database.", exception)
                : Refused("The database user may not create what is needed.", "Make it the owner of the database, or grant it CREATE on the database and on schema public.", exception);
        }
        catch (NpgsqlException exception)
        {
            throw Lost(exception);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is NpgsqlException lost)
        {
            // So Entity Framework tells of a connection that breaks.
            throw Lost(lost);
        }
    }

    private static async Task RefuseNewerAsync(RecordContext context, CancellationToken ct)
    {
        if (!await context.Database.CanConnectAsync(ct).ConfigureAwait(false))
            return;
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await context.Database.GetAppliedMigrationsAsync(ct).ConfigureAwait(false);
        if (applied.FirstOrDefault(name => !known.Contains(name)) is not { } newer)
            return;
        throw new StartupException(
            StartupException.DataNewer,
            "The database cannot be used.",
            $"It has the schema '{newer}', which this version of the program does not know.",
            "Start the newer version again, or use another database.");
    }

    private static void Configure(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder npgsql) =>
        npgsql.UseVector().MigrationsHistoryTable(History).CommandTimeout(LongestMigrationSeconds);

    private static StartupException Lost(NpgsqlException exception) =>
        Refused(PostgresFailure.Describe(exception), "Start the server, or correct its address and credentials (DATABASE_URL).", exception);

    private static StartupException Refused(string why, string remedy, Exception inner) =>
        new(StartupException.StoreUnusable, "The database cannot be brought to the schema of this program.", why, remedy, inner);
}
