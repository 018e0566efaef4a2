using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>
/// What a failed commit leaves behind in the write-ahead log: frames that were written, could not be flushed, and were never
/// acknowledged. A later start would take them for writes, or, where shorter attempts overwrote longer ones, for a damaged log.
/// </summary>
internal static class LogTail
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;

    /// <summary>Cuts the log behind its last committed frame.</summary>
    /// <param name="file">The data file.</param>
    /// <param name="session">A session outside a transaction; it holds the write lock meanwhile, so that nobody's unfinished frames are cut.</param>
    /// <returns>Bytes that were cut off.</returns>
    /// <exception cref="SqliteException">The lock could not be had or the log could not be read; nothing was cut.</exception>
    public static long Cut(SqliteFile file, WriteSession session)
    {
        session.Begin();
        try
        {
            var end = CommittedBytes(file);
            // SQLite takes no lock on the log itself, so that closing it here takes none away.
            using var log = new FileStream(file.LogPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            var cut = Math.Max(0, log.Length - end);
            if (cut > 0)
                log.SetLength(end);
            return cut;
        }
        finally
        {
            session.Rollback();
        }
    }

    // A connection that holds the write lock may not ask for the size of the log; another one may. NOOP copies nothing:
    // https://www.sqlite.org/c3ref/c_checkpoint_full.html.
    private static long CommittedBytes(SqliteFile file)
    {
        using var other = file.OpenForWriting();
        using var command = other.CreateCommand();
        command.CommandText = "PRAGMA page_size";
        var frame = FrameHeaderSize + Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        command.CommandText = "PRAGMA wal_checkpoint(NOOP)";
        using var row = command.ExecuteReader();
        return (row.Read() ? row.GetInt64(1) : -1) switch
        {
            < 0 => long.MaxValue,
            0 => 0,
            var frames => HeaderSize + (frames * frame),
        };
    }
}
