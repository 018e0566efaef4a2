namespace ObsControlPlane.Infrastructure.Sqlite.Schema;

/// <summary>The first schema. Large texts stand last in their tables, so that a scan of the columns before them reads no overflow pages.</summary>
internal static class Migration0001
{
    public const string Sql = """
        -- complement is -1 - value: a flipped bit in either shows.
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL, complement INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counters VALUES
            ('revision', 0, -1), ('fixes', 0, -1), ('memories', 0, -1), ('outcomes', 0, -1), ('agents', 0, -1), ('worked', 0, -1),
            ('failed', 0, -1), ('inconclusive', 0, -1);

        CREATE TABLE heartbeat (only INTEGER PRIMARY KEY CHECK (only = 1), beat INTEGER NOT NULL);

        -- A fix or a memory: kind 0 has fingerprint, issue and solution; kind 1 has key and, as solution, its content.
        CREATE TABLE memori_metadata (
            rid INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            kind INTEGER NOT NULL,
            fingerprint TEXT,
            solution_hash BLOB NOT NULL,
            ts INTEGER NOT NULL,
            first_ts INTEGER NOT NULL,
            sightings INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            success INTEGER,
            success_ts INTEGER,
            worked INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            rolled_back INTEGER NOT NULL,
            attempted INTEGER NOT NULL,
            unknown INTEGER NOT NULL,
            agent TEXT,
            service TEXT,
            server TEXT,
            environment TEXT,
            version TEXT,
            source TEXT,
            source_id TEXT,
            supersedes BLOB,
            superseded_by BLOB,
            tags TEXT,
            key TEXT,
            metadata TEXT,
            issue TEXT,
            solution TEXT NOT NULL,
            content_hash BLOB NOT NULL);
        CREATE UNIQUE INDEX fix_identity ON memori_metadata (fingerprint, solution_hash) WHERE kind = 0;
        CREATE UNIQUE INDEX memory_identity ON memori_metadata (key, solution_hash) WHERE kind = 1;
        CREATE INDEX records_by_time ON memori_metadata (kind, ts DESC, id);

        CREATE INDEX fixes_by_predecessor ON memori_metadata (supersedes) WHERE supersedes IS NOT NULL;
        CREATE INDEX fixes_by_successor ON memori_metadata (superseded_by) WHERE superseded_by IS NOT NULL;

        CREATE TABLE issues (
            rid INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL UNIQUE,
            first_seen INTEGER NOT NULL,
            text TEXT,
            content_hash BLOB NOT NULL);

        -- issue_kind: 0 none was given, 1 the fix's own text, 2 the text in issue. solution is NULL when it is the fix's own to the byte.
        CREATE TABLE reports (
            rid INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            fix INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            ts INTEGER NOT NULL,
            ts_given INTEGER NOT NULL,
            success INTEGER,
            inferred INTEGER NOT NULL,
            agent TEXT,
            service TEXT,
            server TEXT,
            environment TEXT,
            version TEXT,
            source TEXT,
            source_id TEXT,
            told BLOB NOT NULL,
            tags TEXT,
            metadata TEXT,
            issue_kind INTEGER NOT NULL,
            issue TEXT,
            solution TEXT,
            content_hash BLOB NOT NULL);
        CREATE INDEX reports_of_fix ON reports (fix, ts);
        CREATE INDEX reports_by_time ON reports (ts, fingerprint);
        CREATE INDEX reports_by_source ON reports (source_id, source) WHERE source_id IS NOT NULL;
        CREATE INDEX reports_by_agent ON reports (agent, fix) WHERE agent IS NOT NULL;
        CREATE INDEX reports_by_server ON reports (server, fix) WHERE server IS NOT NULL;
        CREATE INDEX reports_by_service ON reports (service, fix) WHERE service IS NOT NULL;

        -- For neighbours in the graph: the newest on a server or by an agent.
        CREATE INDEX reports_at_server ON reports (server, ts) WHERE server IS NOT NULL;
        CREATE INDEX reports_told_by ON reports (agent, ts) WHERE agent IS NOT NULL;

        CREATE TABLE outcomes (
            rid INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            fix INTEGER NOT NULL,
            ts INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            counted INTEGER NOT NULL,
            evidence INTEGER NOT NULL,
            agent TEXT,
            service TEXT,
            server TEXT,
            environment TEXT,
            version TEXT,
            recall_id BLOB,
            application_id TEXT,
            episode_id BLOB,
            note TEXT,
            content_hash BLOB NOT NULL);
        CREATE INDEX outcomes_of_fix ON outcomes (fix, ts);
        CREATE INDEX outcomes_by_recall ON outcomes (recall_id, fix) WHERE recall_id IS NOT NULL;
        CREATE INDEX outcomes_by_application ON outcomes (application_id, fix) WHERE application_id IS NOT NULL;

        -- Counted outcomes of a fix in one exact scope; '' is a part that was not said.
        CREATE TABLE outcome_evidence (
            fix INTEGER NOT NULL,
            service TEXT NOT NULL,
            server TEXT NOT NULL,
            environment TEXT NOT NULL,
            version TEXT NOT NULL,
            worked_reported INTEGER NOT NULL,
            worked_person INTEGER NOT NULL,
            worked_verified INTEGER NOT NULL,
            worked_cleared INTEGER NOT NULL,
            failed_reported INTEGER NOT NULL,
            failed_person INTEGER NOT NULL,
            failed_verified INTEGER NOT NULL,
            failed_cleared INTEGER NOT NULL,
            unknown INTEGER NOT NULL,
            came_back INTEGER NOT NULL,
            last_ts INTEGER,
            last_worked_ts INTEGER,
            came_back_ts INTEGER,
            content_hash BLOB NOT NULL,
            PRIMARY KEY (fix, service, server, environment, version)) WITHOUT ROWID;

        CREATE TABLE episodes (
            rid INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            fingerprint TEXT NOT NULL,
            place TEXT,
            service TEXT,
            server TEXT,
            source TEXT,
            started_at INTEGER NOT NULL,
            last_seen_at INTEGER NOT NULL,
            ended_at INTEGER,
            count INTEGER NOT NULL,
            content_hash BLOB NOT NULL);
        CREATE UNIQUE INDEX open_episodes ON episodes (fingerprint, coalesce(place, '')) WHERE ended_at IS NULL;
        CREATE INDEX episodes_by_issue ON episodes (fingerprint, started_at);

        -- For the patterns of a window; times is more than 1 where only a sum is known (after an import).
        CREATE TABLE occurrences (
            rid INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL,
            ts INTEGER NOT NULL,
            server TEXT,
            times INTEGER NOT NULL);
        CREATE INDEX occurrences_by_time ON occurrences (ts, fingerprint, times);
        CREATE INDEX occurrences_of_issue ON occurrences (fingerprint, ts);
        CREATE INDEX occurrences_at_server ON occurrences (server, ts) WHERE server IS NOT NULL;

        CREATE TABLE episode_returns (
            episode BLOB NOT NULL,
            fix BLOB NOT NULL,
            PRIMARY KEY (episode, fix)) WITHOUT ROWID;
        CREATE INDEX returns_of_fix ON episode_returns (fix);

        CREATE TABLE aliases (twin BLOB PRIMARY KEY, id BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX aliases_of ON aliases (id);

        CREATE TABLE erased (id BLOB PRIMARY KEY, kind INTEGER NOT NULL, erased_at INTEGER NOT NULL, revision INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE idempotency (
            key TEXT NOT NULL,
            item INTEGER NOT NULL,
            digest TEXT NOT NULL,
            kind TEXT NOT NULL,
            answer TEXT NOT NULL,
            created INTEGER NOT NULL,
            content_hash BLOB NOT NULL,
            PRIMARY KEY (key, item)) WITHOUT ROWID;
        CREATE INDEX idempotency_by_age ON idempotency (created);

        CREATE TABLE agents (
            name TEXT PRIMARY KEY,
            server TEXT,
            instance_id TEXT,
            interval_seconds INTEGER NOT NULL,
            registered_at INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            excused_ms INTEGER NOT NULL DEFAULT 0,
            last_report INTEGER,
            retired_at INTEGER,
            revision INTEGER NOT NULL,
            metadata TEXT);

        CREATE TABLE telemetry_reports (
            rid INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            agent TEXT NOT NULL,
            instance_id TEXT,
            sequence INTEGER,
            digest TEXT NOT NULL,
            ts INTEGER NOT NULL,
            received_at INTEGER NOT NULL);
        CREATE INDEX reports_by_sequence ON telemetry_reports (agent, sequence, instance_id, digest) WHERE sequence IS NOT NULL;
        CREATE INDEX telemetry_by_time ON telemetry_reports (ts);

        CREATE TABLE telemetry_points (
            report INTEGER NOT NULL,
            agent TEXT NOT NULL,
            name TEXT NOT NULL,
            unit TEXT,
            ts INTEGER NOT NULL,
            value REAL NOT NULL,
            attributes TEXT);
        CREATE INDEX points_of_series ON telemetry_points (agent, name, ts);
        CREATE INDEX points_of_report ON telemetry_points (report);

        -- Terms are cut by OpsTokenizer; its joiners are token characters, so that SQLite takes each term as it is.
        CREATE VIRTUAL TABLE words USING fts5(title, body, solution, content='', tokenize="ascii tokenchars '._/:@-'");
        INSERT INTO words(words, rank) VALUES ('secure-delete', 1);

        -- How many records hold a term; a view of the index, no table of its own.
        CREATE VIRTUAL TABLE word_terms USING fts5vocab('words', 'row');

        -- Case-folded issues in overlapping threes, for 'contains'; without positions, because candidates are compared anyway.
        CREATE VIRTUAL TABLE issue_grams USING fts5(issue, content='', columnsize=0, detail=none, tokenize="trigram case_sensitive 1");
        INSERT INTO issue_grams(issue_grams, rank) VALUES ('secure-delete', 1);
        """;
}
