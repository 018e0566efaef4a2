using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Reads SQLite's result codes (https://www.sqlite.org/rescode.html).</summary>
internal static class SqliteFailure
{
    public const string Store = "memory";

    public const int Interrupted = 9;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int Io = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CantOpen = 14;
    private const int Protocol = 15;
    private const int NotADatabase = 26;

    /// <summary>True when the file or the disk failed, so that nothing of the transaction can be trusted; false when one statement was refused.</summary>
    public static bool ConcernsStore(SqliteException exception) => exception.SqliteErrorCode
        is Busy or Locked or NoMemory or ReadOnly or Interrupted or Io or Corrupt or Full or CantOpen or Protocol or NotADatabase;

    public static StoreUnavailableException AsUnavailable(this SqliteException exception, string operation) =>
        new(Store, operation, IsTransient(exception), exception);

    /// <summary>One sentence for the health page; names no path.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        SqliteException sqlite => Describe(sqlite.SqliteErrorCode),
        DamagedRowException or DamagedFileException => "The data file is damaged.",
        _ => "The data file could not be used.",
    };

    private static string Describe(int code) => code switch
    {
        Full => "The disk of the data folder is full.",
        Io => "The disk of the data folder reports errors.",
        ReadOnly or CantOpen => "The data file cannot be opened for writing.",
        Corrupt or NotADatabase => "The data file is damaged.",
        Busy or Locked => "Another program holds the data file.",
        _ => "The data file could not be used.",
    };

    private static bool IsTransient(SqliteException exception) => exception.SqliteErrorCode is not (Corrupt or NotADatabase)
        && ConcernsStore(exception);
}
