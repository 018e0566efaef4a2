namespace ObsControlPlane.Infrastructure.Sqlite.Schema;

/// <summary>The keys of the API.</summary>
internal static class Migration0004
{
    public const string Sql = """
        -- Of a secret its hash alone. last_used_at is not in the content hash: it changes with the use.
        CREATE TABLE api_keys (
            id BLOB PRIMARY KEY,
            name TEXT NOT NULL,
            scopes INTEGER NOT NULL,
            secret_hash BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            revoked_at INTEGER,
            replaces BLOB,
            content_hash BLOB NOT NULL,
            last_used_at INTEGER) WITHOUT ROWID;
        """;
}
