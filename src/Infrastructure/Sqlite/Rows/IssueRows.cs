using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Issues by fingerprint.</summary>
internal static class IssueRows
{
    public static StoredIssue? Get(SqliteSession session, Fingerprint fingerprint) => session.First(
        $"SELECT {StoredIssue.Columns} FROM issues WHERE fingerprint = ?1", StoredIssue.Read, fingerprint.Value);

    /// <summary>Whether an issue was ever told or seen.</summary>
    public static bool Knows(SqliteSession session, Fingerprint fingerprint) =>
        session.Exists("SELECT 1 FROM issues WHERE fingerprint = ?1", fingerprint.Value);

    /// <summary>Makes an issue known, or known from an earlier instant on; an erased text is told anew.</summary>
    public static void Saw(WriteSession session, StoredIssue? known, Fingerprint fingerprint, string? text, long ts)
    {
        var now = StoredIssue.Seen(known, fingerprint, text, ts);
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
}
