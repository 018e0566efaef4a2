namespace ObsControlPlane.Infrastructure.Sqlite.Schema;

/// <summary>Alerts of episodes, who is on them, and what was delivered.</summary>
internal static class Migration0005
{
    public const string Sql = """
        -- Beside the episodes, whose rows and hashes stay as they are. text: what is recalled with; NULL when no alert told of it.
        CREATE TABLE episode_details (
            episode BLOB PRIMARY KEY,
            text TEXT,
            acknowledged_by TEXT,
            acknowledged_at INTEGER,
            content_hash BLOB NOT NULL) WITHOUT ROWID;

        -- sender: the sender's own fingerprint of the alert.
        CREATE TABLE episode_alerts (
            episode BLOB NOT NULL,
            source TEXT NOT NULL,
            sender TEXT NOT NULL,
            fired_at INTEGER NOT NULL,
            resolved_at INTEGER,
            times INTEGER NOT NULL,
            content_hash BLOB NOT NULL,
            PRIMARY KEY (episode, source, sender)) WITHOUT ROWID;
        CREATE INDEX firing_alerts ON episode_alerts (episode) WHERE resolved_at IS NULL;
        CREATE INDEX episodes_by_start ON episodes (started_at DESC, id);
        CREATE INDEX outcomes_of_episode ON outcomes (episode_id) WHERE episode_id IS NOT NULL;

        CREATE TABLE alert_deliveries (
            id BLOB PRIMARY KEY,
            received_at INTEGER NOT NULL,
            source TEXT NOT NULL,
            received INTEGER NOT NULL,
            firing INTEGER NOT NULL,
            repeats INTEGER NOT NULL,
            resolved INTEGER NOT NULL,
            late INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            mended INTEGER NOT NULL,
            took_ms INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            problem TEXT,
            body TEXT);
        CREATE INDEX deliveries_by_time ON alert_deliveries (received_at DESC, id);
        """;
}
