using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Issues by fingerprint. Whoever writes one holds its name (<see cref="LockName"/>).</summary>
internal static class IssueRows
{
    private const string ByFingerprint = $"SELECT {StoredIssue.Columns} FROM issues WHERE fingerprint = $1";

    /// <summary>What is held while anything of an issue is written.</summary>
    public static string LockName(Fingerprint fingerprint) => "issue:" + fingerprint.Value;

    /// <summary>Gathers the holding of the issue of a fix, or of the fix that a twin's id stands for.</summary>
    public static void LockOf(WriteSession session, Guid fix) => session.LockFound(
        """
        SELECT 'issue:' || m.fingerprint AS n FROM memori_metadata m
        WHERE m.id = coalesce((SELECT a.id FROM aliases a WHERE a.twin = $1), $1) AND m.kind = 0
        """,
        fix);

    public static Asked<StoredIssue> Ask(PostgresSession session, Fingerprint fingerprint) => session.Ask(ByFingerprint, StoredIssue.Read, fingerprint.Value);

    public static Task<StoredIssue?> GetAsync(PostgresSession session, Fingerprint fingerprint) => session.FirstAsync(ByFingerprint, StoredIssue.Read, fingerprint.Value);

    /// <summary>Issues by some fingerprints, in no order.</summary>
    public static Task<List<StoredIssue>> GetAsync(PostgresSession session, string[] fingerprints) => session.QueryAsync(
        $"SELECT {StoredIssue.Columns} FROM issues WHERE fingerprint = ANY($1)", StoredIssue.Read, fingerprints);

    /// <summary>Makes an issue known, or known from an earlier instant on; an erased text is told anew.</summary>
    public static void Saw(WriteSession session, StoredIssue? known, Fingerprint fingerprint, string? text, long ts)
    {
        var now = StoredIssue.Seen(known, fingerprint, text, ts);
        if (now != known)
            Put(session, now);
    }

    public static void Put(WriteSession session, StoredIssue issue)
    {
        Arg[] values = [issue.Fingerprint.Value, issue.FirstSeen, issue.Text];
        session.Run(
            """
            INSERT INTO issues (fingerprint, first_seen, text, content_hash) VALUES ($1, $2, $3, $4)
            ON CONFLICT (fingerprint) DO UPDATE SET first_seen = excluded.first_seen, text = excluded.text, content_hash = excluded.content_hash
            """,
            [.. values, RowHash.Of(values)]);
    }

    public static void Delete(WriteSession session, Fingerprint fingerprint) =>
        session.Run("DELETE FROM issues WHERE fingerprint = $1", fingerprint.Value);
}
