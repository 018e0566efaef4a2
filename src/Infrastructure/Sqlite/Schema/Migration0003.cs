namespace ObsControlPlane.Infrastructure.Sqlite.Schema;

/// <summary>Vectors, the models they are of, and the records that wait for theirs.</summary>
internal static class Migration0003
{
    public const string Sql = """
        -- role: 0 old, to be deleted; 1 its vectors are searched; 2 its vectors are made to replace them. vectors: how many there are.
        CREATE TABLE embedding_models (
            model INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            revision TEXT NOT NULL,
            dimension INTEGER NOT NULL,
            role INTEGER NOT NULL,
            vectors INTEGER NOT NULL,
            UNIQUE (id, revision, dimension));

        -- vector: numbers of 32 bits, little-endian, of unit length.
        CREATE TABLE memori_embeddings (rid INTEGER NOT NULL, model INTEGER NOT NULL, vector BLOB NOT NULL, content_hash BLOB NOT NULL);
        CREATE UNIQUE INDEX embedding_of ON memori_embeddings (rid, model);

        CREATE TABLE embedding_queue (rid INTEGER PRIMARY KEY);
        INSERT INTO embedding_queue SELECT rid FROM memori_metadata;
        INSERT INTO counters SELECT 'vectors_waiting', count(*), -1 - count(*) FROM embedding_queue;
        """;
}
