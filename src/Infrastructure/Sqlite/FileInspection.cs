using Microsoft.Data.Sqlite;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>
/// Compares every index with its table. Rows carry a hash, index entries do not: a rotted one would hide a row, and the answer would be
/// that there is none.
/// </summary>
internal static class FileInspection
{
    private const string Sound = "ok";

    /// <summary>Looks for damage.</summary>
    /// <param name="session">A connection for reading.</param>
    /// <param name="ct">Ends the search early.</param>
    /// <returns>Null when there is none, else SQLite's own first finding, for the log.</returns>
    /// <exception cref="OperationCanceledException">It was ended early, and has found nothing so far.</exception>
    public static string? Find(SqliteSession session, CancellationToken ct)
    {
        using var interrupt = ct.UnsafeRegister(static handle => SQLitePCL.raw.sqlite3_interrupt((SQLitePCL.sqlite3)handle!), session.Connection.Handle);
        try
        {
            var finding = session.Query("PRAGMA integrity_check(1)", row => row.GetString(0)).FirstOrDefault();
            return finding == Sound ? null : finding ?? "The check gave no answer.";
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SqliteFailure.Interrupted && ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
    }
}
