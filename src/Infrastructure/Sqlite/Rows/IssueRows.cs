using Microsoft.Data.Sqlite;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>An issue that was told or seen.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="FirstSeen">First report or occurrence, epoch milliseconds.</param>
/// <param name="Text">Its text as it was first told; null when it was erased.</param>
internal sealed record StoredIssue(Fingerprint Fingerprint, long FirstSeen, string? Text);

/// <summary>Issues by fingerprint.</summary>
internal static class IssueRows
{
    public static StoredIssue? Get(SqliteSession session, Fingerprint fingerprint) => session.First(
        "SELECT fingerprint, first_seen, text, content_hash FROM issues WHERE fingerprint = ?1", Read, fingerprint.Value);

    /// <summary>Whether an issue was ever told or seen.</summary>
    public static bool Knows(SqliteSession session, Fingerprint fingerprint) =>
        session.Exists("SELECT 1 FROM issues WHERE fingerprint = ?1", fingerprint.Value);

    /// <summary>Makes an issue known, or known from an earlier instant on; an erased text is told anew.</summary>
    public static void Saw(WriteSession session, StoredIssue? known, Fingerprint fingerprint, string? text, long ts)
    {
        var now = new StoredIssue(fingerprint, Math.Min(known?.FirstSeen ?? ts, ts), known?.Text ?? text);
        if (now != known)
            Put(session, now);
    }

    public static void Put(WriteSession session, StoredIssue issue)
    {
        object?[] values = [issue.Fingerprint.Value, issue.FirstSeen, issue.Text];
        session.Run(
            """
            INSERT INTO issues (fingerprint, first_seen, text, content_hash) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (fingerprint) DO UPDATE SET first_seen = excluded.first_seen, text = excluded.text, content_hash = excluded.content_hash
            """,
            [.. values, RowHash.Of(values)]);
    }

    public static void Delete(WriteSession session, Fingerprint fingerprint) =>
        session.Run("DELETE FROM issues WHERE fingerprint = ?1", fingerprint.Value);

    private static StoredIssue Read(SqliteDataReader row)
    {
        var values = RowValues.Verified(row, "issues", 0, 3);
        return new StoredIssue(values.Fingerprint(0), values.Integer(1), values.TextOrNull(2));
    }
}
