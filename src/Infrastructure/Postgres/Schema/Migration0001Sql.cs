namespace ObsControlPlane.Infrastructure.Postgres.Schema;

/// <summary>What the first schema needs beside its tables.</summary>
internal static class Migration0001Sql
{
    /// <summary>Before the tables.</summary>
    public const string Before = "CREATE EXTENSION IF NOT EXISTS vector;";

    /// <summary>After the tables.</summary>
    public const string After = """
        -- Narrow rows in their page: a scan of all vectors must not fetch each from elsewhere. What no page holds is in long_vector.
        ALTER TABLE memori_embeddings ALTER COLUMN vector SET STORAGE PLAIN;
        ALTER TABLE memori_embeddings ALTER COLUMN long_vector SET STORAGE EXTERNAL;

        -- Changed by every write and hardly ever read: room in each page keeps the changes in place.
        ALTER TABLE counters SET (fillfactor = 30, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
        ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.05);

        -- One episode of an issue is open at a place.
        CREATE UNIQUE INDEX open_episodes ON episodes (fingerprint, coalesce(place, '')) WHERE ended_at IS NULL;

        -- 'contains' finds its candidates by threes of letters. Where the extension may not be created it looks at the newest first instead.
        DO $$
        BEGIN
            CREATE EXTENSION IF NOT EXISTS pg_trgm;
        EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
            RAISE NOTICE 'pg_trgm is not available: issues are searched for a text without an index';
        END
        $$;
        DO $$
        BEGIN
            IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
                CREATE INDEX issues_containing ON memori_metadata USING gin (issue_folded gin_trgm_ops);
            END IF;
        END
        $$;
        """;
}
