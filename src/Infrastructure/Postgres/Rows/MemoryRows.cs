using Npgsql;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>A memory and the row it is in.</summary>
/// <param name="Rid">Number of the row.</param>
/// <param name="Memory">The memory.</param>
/// <param name="Terms">Terms it has, repeats included.</param>
internal sealed record StoredMemory(long Rid, Memory Memory, long Terms);

/// <summary>Memories as rows of <c>memori_metadata</c>, with what goes with them in a transaction.</summary>
internal static class MemoryRows
{
    /// <summary>Columns for <see cref="Read"/>, of the table's alias <c>m</c>.</summary>
    public const string Columns = $"m.rid, m.length, {MemoryColumns.Names}";

    private const string Inserting = """
        WITH inserted AS (
            INSERT INTO memori_metadata (kind, first_ts, sightings, worked, failed, rolled_back, attempted, unknown,
                id, solution_hash, ts, revision, agent, service, server, environment, version, key, metadata, solution, content_hash,
                key_hash, terms, term_counts, length)
            VALUES (1, $3, 1, 0, 0, 0, 0, 0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            RETURNING rid, id)
        INSERT INTO embedding_queue (rid, id) SELECT rid, id FROM inserted
        """;

    /// <summary>What is held while the memories of a key are written.</summary>
    public static string LockName(string key) => "key:" + key;

    public static Asked<StoredMemory> AskStanding(PostgresSession session, Guid id) => session.Ask(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.id = coalesce((SELECT a.id FROM aliases a WHERE a.twin = $1), $1) AND m.kind = 1{session.ForUpdate}",
        Read, id);

    /// <summary>The memory of exactly this key and content.</summary>
    public static Asked<StoredMemory> AskByIdentity(PostgresSession session, string key, string content) => session.Ask(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 1 AND m.key_hash = $1 AND m.solution_hash = $2{session.ForUpdate}",
        Read, MemoryColumns.Hash(key), MemoryColumns.Hash(content));

    /// <summary>Memories after an id, by id.</summary>
    public static Task<List<StoredMemory>> AfterAsync(PostgresSession session, Guid id, int limit) => session.QueryAsync(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 1 AND m.id > $1 ORDER BY m.id LIMIT $2", Read, id, limit);

    /// <summary>The memories of a key, newest first, ties by id.</summary>
    public static Task<List<StoredMemory>> OfKeyAsync(PostgresSession session, string key, int limit) => session.QueryAsync(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 1 AND m.key_hash = $1 ORDER BY m.ts DESC, m.id LIMIT $2", Read, MemoryColumns.Hash(key), limit);

    public static StoredMemory Read(NpgsqlDataReader row) => new(row.GetInt64(0), MemoryColumns.Read(row, 2), row.GetInt32(1));

    /// <summary>Gathers the insertion of a memory; its revision is the caller's.</summary>
    public static void Insert(WriteSession session, Memory memory)
    {
        var values = Values(memory);
        var terms = RecordTerms.Of(IndexedText.OfMemory(memory.Key, memory.Content));
        session.Run(Inserting, [.. values, RowHash.Of(values), MemoryColumns.Hash(memory.Key), terms.Parts[0].Terms, terms.Parts[0].Counts, terms.Length]);
        terms.InsertFurther(session, memory.Id);
        session.Count("memories", 1);
        session.Count("waiting", 1);
        session.Count("terms", terms.Length);
    }

    /// <summary>Gathers the writing of the changed state of a memory; key and content never change.</summary>
    public static void Update(WriteSession session, Memory after)
    {
        var values = Values(after);
        session.Run(
            """
            UPDATE memori_metadata SET sightings = sightings + 1, ts = $2, revision = $3, agent = $4, service = $5, server = $6, environment = $7,
                version = $8, metadata = $9, content_hash = $10, changed = pg_current_xact_id()
            WHERE id = $1
            """,
            [after.Id, .. values[2..9], values[10], RowHash.Of(values)]);
    }

    public static void Delete(WriteSession session, StoredMemory stored)
    {
        session.Run("DELETE FROM memori_metadata WHERE id = $1", stored.Memory.Id);
        session.Run("DELETE FROM further_terms WHERE id = $1", stored.Memory.Id);
        session.Count("memories", -1);
        session.Count("terms", -stored.Terms);
    }

    private static Arg[] Values(Memory memory) =>
    [
        memory.Id, MemoryColumns.Hash(memory.Content), memory.Ts, memory.Revision, memory.Agent, memory.Scope.Service, memory.Scope.Server,
        memory.Scope.Environment, memory.Scope.Version, memory.Key, memory.Metadata?.Json, memory.Content,
    ];
}
