using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Opens connections to the one data file, every one set up alike.</summary>
internal sealed class SqliteFile(string path, SqliteOptions options)
{
    // After a long read has held the log back, it is cut to this once it starts over.
    private const int LogBytes = 64 * 1024 * 1024;

    // KiB of pages in memory: of the one that writes, and of each that reads. The system keeps the file's pages, too, for all of them once.
    private const int WritingCache = 16_384;
    private const int ReadingCache = 4_096;

    private volatile string? _damage;

    public string Path { get; } = path;

    /// <summary>The write-ahead log beside the file.</summary>
    public string LogPath => Path + "-wal";

    public SqliteOptions Options { get; } = options;

    /// <summary>What is wrong with the file, or null. Once damage was found, nothing is read or written any more.</summary>
    public string? Damage
    {
        get => _damage;
        set => _damage = value;
    }

    /// <exception cref="StoreUnavailableException">The file is damaged.</exception>
    public void ThrowIfDamaged(string operation)
    {
        if (_damage is not null)
            throw new StoreUnavailableException(SqliteFailure.Store, operation, transient: false, new DamagedFileException(_damage));
    }

    /// <summary>A connection that may write.</summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        // FULL: with NORMAL an acknowledged write can be lost in a power cut (docs/decisions 0004).
        Set(connection, $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA secure_delete = ON;
            PRAGMA wal_autocheckpoint = {Options.CheckpointPages};
            PRAGMA journal_size_limit = {LogBytes};
            """);
        return connection;
    }

    /// <summary>A connection that cannot write.</summary>
    public SqliteConnection OpenForReading()
    {
        var connection = Open(SqliteOpenMode.ReadOnly);
        Set(connection, "PRAGMA query_only = ON;");
        return connection;
    }

    /// <summary>Bytes of the file and its log.</summary>
    public long Bytes => Length(Path) + Length(LogPath);

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            // A pooled connection would keep its snapshot and its handle beyond our own life cycle.
            Pooling = false,
            // Seconds over which the driver itself repeats a busy statement, after SQLite has waited; 0 would be for ever.
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            Set(connection, $"""
                PRAGMA busy_timeout = {Options.BusyMilliseconds};
                PRAGMA temp_store = MEMORY;
                PRAGMA mmap_size = 0;
                PRAGMA cache_size = {(mode == SqliteOpenMode.ReadOnly ? -ReadingCache : -WritingCache)};
                PRAGMA trusted_schema = OFF;
                """);
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Set(SqliteConnection connection, string pragmas)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
    }
}
