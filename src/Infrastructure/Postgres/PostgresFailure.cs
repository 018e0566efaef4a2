using Npgsql;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Reads what Npgsql throws (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgresFailure
{
    /// <summary>What the record's store is called in answers, whichever adapter it is behind.</summary>
    public const string Store = "memory";

    /// <summary>True when another transaction stood in the way, so that the whole write, made again, may succeed.</summary>
    public static bool IsConflict(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation
    };

    /// <summary>True when the connection is gone, and with it every other one that was made before the server went.</summary>
    public static bool IsBroken(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        NpgsqlException npgsql => npgsql.InnerException is IOException or System.Net.Sockets.SocketException,
        _ => false,
    };

    /// <summary>True for what this adapter turns into <see cref="StoreUnavailableException"/>.</summary>
    public static bool IsOfStore(Exception exception) => exception is NpgsqlException or DamagedRowException or TimeoutException;

    public static StoreUnavailableException AsUnavailable(Exception exception, string operation) =>
        new(Store, operation, IsTransient(exception), exception) { IsOverload = IsOverload(exception), IsRefusal = IsRefusal(exception) };

    /// <summary>One sentence for the health page; names no host.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        DamagedRowException => "A row of the database is damaged.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The disk of the database server is full.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "The database server takes no writes; it may be a standby.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => "The database server refuses our credentials.",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => "The database server is starting or stopping.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "The database server has no connection left.",
        PostgresException => "The database server refused a statement.",
        { InnerException: TimeoutException } or TimeoutException => "The database server did not answer in time.",
        _ => "The database server cannot be reached.",
    };

    /// <summary>False when the server is well, and only this one statement met another's lock or a full pool.</summary>
    public static bool ConcernsServer(Exception exception) =>
        !IsOverload(exception) && !IsConflict(exception) && exception is not PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    private static bool IsOverload(Exception exception) =>
        exception is NpgsqlException { InnerException: TimeoutException } && exception.Message.Contains("pool", StringComparison.OrdinalIgnoreCase);

    // What a row holds, or a rule that it breaks: classes 22 (data), 23 (constraints) and 54 (limits), or a row of the record that it needs and that is damaged.
    private static bool IsRefusal(Exception exception) => exception is DamagedRowException
        || (exception is PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } && !IsTransient(exception));

    /// <summary>True when the same may succeed later without anybody mending anything here.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        // Whoever still meets the same row after so many tries meets no race.
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => false,
        PostgresException postgres => postgres.IsTransient || IsConflict(postgres) || postgres.SqlState is PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction,
        DamagedRowException => false,
        _ => true,
    };
}
