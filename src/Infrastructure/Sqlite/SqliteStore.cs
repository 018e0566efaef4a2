using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Schema;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>One open data file: its writer, its readers, and what all adapters over it share.</summary>
internal sealed class SqliteStore : IAsyncDisposable
{
    // The WAL-reset defect was mended in 3.51.3; see https://www.sqlite.org/wal.html.
    private const int FirstSafeVersion = 3_051_003;

    private static readonly TimeSpan StartInspection = TimeSpan.FromSeconds(1);

    // What the start has time to look at on a slow machine; a larger file would cost it the whole second, and for nothing.
    private const long LargestInspectedAtStart = 128 << 20;

    private SqliteStore(SqliteFile file, TimeProvider time, ILogger log)
    {
        (File, Time) = (file, time);
        Writing = new PathHealth(time, "The data file", SqliteFailure.Describe, "No write can be acknowledged.");
        Reading = new PathHealth(time, "The data file", SqliteFailure.Describe, "Nothing can be read.");
        Writer = new SqliteWriter(file, Feed, Writing, log);
        Readers = new SqliteReaders(file, log);
        Log = new WriteAheadLog(Writer, time, file.Options.BusyMilliseconds);
    }

    public SqliteFile File { get; }

    public TimeProvider Time { get; }

    public PathHealth Writing { get; }

    public PathHealth Reading { get; }

    /// <summary>What committed writes changed.</summary>
    public RecordFeed Feed { get; } = new();

    public SqliteWriter Writer { get; }

    public SqliteReaders Readers { get; }

    public WriteAheadLog Log { get; }

    public SqliteOptions Options => File.Options;

    /// <summary>True once all of the file was looked at since the start.</summary>
    public bool IsInspected { get; private set; }

    /// <summary>Our clock, epoch milliseconds.</summary>
    public long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens or creates the data file of a folder and brings it to the newest schema.</summary>
    /// <param name="folder">A folder that exists; locked by the caller if others could use it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="log">The log, or null for none.</param>
    /// <exception cref="StartupException">The file is newer than this program, or cannot be used, or this SQLite is unsafe.</exception>
    public static SqliteStore Open(string folder, TimeProvider time, SqliteOptions? options = null, ILogger? log = null) =>
        Open(SqliteSchema.Record, folder, time, options ?? new SqliteOptions(), log ?? NullLogger.Instance);

    /// <summary>Opens or creates a data file of another kind.</summary>
    /// <inheritdoc cref="Open(string, TimeProvider, SqliteOptions?, ILogger?)"/>
    public static SqliteStore Open(SqliteSchema schema, string folder, TimeProvider time, SqliteOptions options, ILogger log)
    {
        var file = new SqliteFile(Path.Combine(folder, schema.FileName), options);
        bool isInspected;
        try
        {
            if (LogInspection.IsDamaged(file.LogPath))
                throw Damaged("Its log has lost writes that were acknowledged.");
            using var connection = file.OpenForWriting();
            RefuseUnsafeLibrary(SQLitePCL.raw.sqlite3_libversion_number());
            schema.Apply(connection);
            isInspected = Inspect(file);
        }
        catch (SqliteException exception)
        {
            throw new StartupException(
                StartupException.StoreUnusable,
                "The data file cannot be used.",
                SqliteFailure.Describe(exception),
                "See the log for the cause; restore a backup if the file is damaged.",
                exception);
        }

        return new SqliteStore(file, time, log) { IsInspected = isInspected };
    }

    /// <summary>Goes on looking for damage where the start had no time for it; what is found stops all reads and writes.</summary>
    /// <param name="ct">Ends the search.</param>
    /// <returns>What was found, for the log; null when nothing was.</returns>
    public async Task<string?> InspectAsync(CancellationToken ct)
    {
        var finding = await Readers.ReadAsync("look for damage", session => FileInspection.Find(session, ct), ct).ConfigureAwait(false);
        IsInspected = true;
        return File.Damage = finding;
    }

    /// <summary>Refuses an SQLite that can corrupt a file in WAL mode.</summary>
    /// <param name="version">As <c>sqlite3_libversion_number</c> tells it.</param>
    /// <exception cref="StartupException">It is one of them.</exception>
    internal static void RefuseUnsafeLibrary(int version)
    {
        if (version >= FirstSafeVersion)
            return;
        throw new StartupException(
            StartupException.StoreUnusable,
            "The SQLite library of this system cannot be used.",
            $"Version {version / 1_000_000}.{version / 1_000 % 1_000}.{version % 1_000} can damage a data file when its log is reset.",
            "Use 3.51.3 or newer, such as the one that comes with the program.");
    }

    // A small file is looked at before anything is answered from it; a large one must not hold up the start.
    private static bool Inspect(SqliteFile file)
    {
        if (file.Bytes > LargestInspectedAtStart)
            return false;
        using var soon = new CancellationTokenSource(StartInspection);
        using var session = new SqliteSession(file.OpenForReading());
        try
        {
            return FileInspection.Find(session, soon.Token) is { } finding ? throw Damaged($"SQLite finds: {finding}") : true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static StartupException Damaged(string finding) => new(
        StartupException.StoreUnusable, "The data file cannot be used.", $"It is damaged. {finding}", "Restore a backup, or use another data folder.");

    public async ValueTask DisposeAsync()
    {
        // The writer's connection closes last: only one that may write can copy the log into the file and remove it.
        Readers.Dispose();
        await Writer.DisposeAsync().ConfigureAwait(false);
    }
}
