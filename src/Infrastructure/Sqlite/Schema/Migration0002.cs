namespace ObsControlPlane.Infrastructure.Sqlite.Schema;

/// <summary>Occurrences know their episode and which of its occurrences they are, so that an export can carry each one.</summary>
internal static class Migration0002
{
    // Schema 1 kept issue, server and instant alone. Each goes to the episode there that had begun last; where two services of one issue
    // name no server that is a choice, and what exceeds the episode's own count is left out.
    public const string Sql = """
        ALTER TABLE occurrences RENAME TO occurrences_1;
        DROP INDEX occurrences_by_time;
        DROP INDEX occurrences_of_issue;
        DROP INDEX occurrences_at_server;

        -- The n-th occurrence of an episode, counted from 1. Fingerprint and server are the episode's, for the patterns of a window.
        CREATE TABLE occurrences (
            episode INTEGER NOT NULL,
            n INTEGER NOT NULL,
            ts INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            server TEXT,
            PRIMARY KEY (episode, n)) WITHOUT ROWID;
        CREATE INDEX occurrences_by_time ON occurrences (ts, fingerprint);
        CREATE INDEX occurrences_of_issue ON occurrences (fingerprint, ts);
        CREATE INDEX occurrences_at_server ON occurrences (server, ts) WHERE server IS NOT NULL;

        WITH RECURSIVE
        single(rid, ts, fingerprint, server, time, times) AS (
            SELECT rid, ts, fingerprint, server, 1, times FROM occurrences_1
            UNION ALL
            SELECT rid, ts, fingerprint, server, time + 1, times FROM single WHERE time < times),
        placed AS (
            SELECT s.rid, s.ts, s.time, (
                SELECT e.rid FROM episodes e WHERE e.fingerprint = s.fingerprint AND e.server IS s.server AND e.started_at <= s.ts
                ORDER BY e.started_at DESC, e.rid DESC LIMIT 1) AS episode
            FROM single s),
        numbered AS (SELECT episode, row_number() OVER (PARTITION BY episode ORDER BY ts, rid, time) AS n, ts FROM placed)
        INSERT INTO occurrences (episode, n, ts, fingerprint, server)
        SELECT o.episode, o.n, o.ts, e.fingerprint, e.server FROM numbered o JOIN episodes e ON e.rid = o.episode WHERE o.n <= e.count;

        DROP TABLE occurrences_1;
        """;
}
