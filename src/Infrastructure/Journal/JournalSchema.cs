using ObsControlPlane.Infrastructure.Sqlite.Schema;

namespace ObsControlPlane.Infrastructure.Journal;

/// <summary>What the journal's file holds.</summary>
internal static class JournalSchema
{
    /// <summary>The journal.</summary>
    public static readonly SqliteSchema Journal = new("journal.db", First);

    private const string First = """
        -- The revision numbers the entries; complement is -1 - value: a flipped bit in either shows.
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL, complement INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counters VALUES ('revision', 0, -1);

        -- Tells the entries of this journal from those of another process's.
        CREATE TABLE identity (only INTEGER PRIMARY KEY CHECK (only = 1), id BLOB NOT NULL);
        INSERT INTO identity VALUES (1, randomblob(4));

        CREATE TABLE heartbeat (only INTEGER PRIMARY KEY CHECK (only = 1), beat INTEGER NOT NULL);

        -- Writes that were acknowledged and that the record has not taken yet, in their order.
        CREATE TABLE entries (
            seq INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            item INTEGER NOT NULL,
            digest TEXT NOT NULL,
            at INTEGER NOT NULL,
            payload TEXT NOT NULL,
            answer TEXT NOT NULL,
            tries INTEGER NOT NULL,
            content_hash BLOB NOT NULL,
            UNIQUE (key, item));

        -- Writes that the record refused for good: kept until a person decides.
        CREATE TABLE refused (
            seq INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            item INTEGER NOT NULL,
            digest TEXT NOT NULL,
            at INTEGER NOT NULL,
            payload TEXT NOT NULL,
            answer TEXT NOT NULL,
            tries INTEGER NOT NULL,
            content_hash BLOB NOT NULL,
            refused_at INTEGER NOT NULL,
            reason TEXT NOT NULL);
        """;
}
