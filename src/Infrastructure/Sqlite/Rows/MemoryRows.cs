using ObsControlPlane.Infrastructure.Search.Serving;
using Microsoft.Data.Sqlite;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>A memory and the row it is in.</summary>
internal sealed record StoredMemory(long Rid, Memory Memory);

/// <summary>Memories as rows of <c>memori_metadata</c>, with the index entries and counters that go with them.</summary>
internal static class MemoryRows
{
    /// <summary>Columns for <see cref="Read"/>, of the table's alias <c>m</c>.</summary>
    public const string Columns = $"m.rid, {MemoryColumns.Names}";

    public static StoredMemory? ById(SqliteSession session, Guid id) =>
        session.First($"SELECT {Columns} FROM memori_metadata m WHERE m.id = ?1 AND m.kind = 1", Read, id);

    public static StoredMemory? ByRid(SqliteSession session, long rid) =>
        session.First($"SELECT {Columns} FROM memori_metadata m WHERE m.rid = ?1 AND m.kind = 1", Read, rid);

    /// <summary>The memory of exactly this key and content.</summary>
    public static StoredMemory? ByIdentity(SqliteSession session, string key, string content) => session.First(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 1 AND m.key = ?1 AND m.solution_hash = ?2", Read, key, MemoryColumns.Hash(content));

    /// <summary>Memories after an id, by id.</summary>
    public static List<StoredMemory> After(SqliteSession session, Guid id, int limit) => session.Query(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 1 AND m.id > ?1 ORDER BY m.id LIMIT ?2", Read, id, limit);

    /// <summary>The memories of a key, newest first, ties by id.</summary>
    public static List<StoredMemory> OfKey(SqliteSession session, string key, int limit) => session.Query(
        $"SELECT {Columns} FROM memori_metadata m WHERE m.kind = 1 AND m.key = ?1 ORDER BY m.ts DESC, m.id LIMIT ?2", Read, key, limit);

    public static StoredMemory Read(SqliteDataReader row) => new(row.GetInt64(0), MemoryColumns.Read(row, 1));

    /// <summary>Inserts a memory.</summary>
    /// <returns>Its row.</returns>
    public static long Insert(WriteSession session, Memory memory)
    {
        var values = Values(memory);
        session.Run(
            """
            INSERT INTO memori_metadata (kind, first_ts, sightings, worked, failed, rolled_back, attempted, unknown,
                id, solution_hash, ts, revision, agent, service, server, environment, version, key, metadata, solution, content_hash)
            VALUES (1, ?3, 1, 0, 0, 0, 0, 0, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """,
            [.. values, RowHash.Of(values)]);
        var (rid, terms) = (session.LastRowId, IndexedText.OfMemory(memory.Key, memory.Content));
        WordIndex.Add(session, rid, terms);
        EmbeddingQueue.Add(session, rid);
        session.Note(new RecordChange(RecordChangeKind.Added, rid, memory.Id, terms));
        session.Count("memories", 1);
        return rid;
    }

    /// <summary>Writes the changed state of a memory; key and content never change.</summary>
    public static void Update(WriteSession session, long rid, Memory after)
    {
        var values = Values(after);
        session.Run(
            """
            UPDATE memori_metadata SET sightings = sightings + 1, ts = ?2, revision = ?3, agent = ?4, service = ?5, server = ?6, environment = ?7,
                version = ?8, metadata = ?9, content_hash = ?10
            WHERE rid = ?1
            """,
            [rid, .. values.AsSpan(2, 7), values[10], RowHash.Of(values)]);
        session.Note(new RecordChange(RecordChangeKind.Changed, rid, after.Id));
    }

    public static void Delete(WriteSession session, StoredMemory stored)
    {
        WordIndex.Remove(session, stored.Rid, IndexedText.OfMemory(stored.Memory.Key, stored.Memory.Content));
        EmbeddingRows.DeleteOf(session, stored.Rid);
        session.Run("DELETE FROM memori_metadata WHERE rid = ?1", stored.Rid);
        session.Note(new RecordChange(RecordChangeKind.Removed, stored.Rid));
        session.Count("memories", -1);
    }

    private static object?[] Values(Memory memory) =>
    [
        memory.Id, MemoryColumns.Hash(memory.Content), memory.Ts, memory.Revision, memory.Agent, memory.Scope.Service, memory.Scope.Server,
        memory.Scope.Environment, memory.Scope.Version, memory.Key, memory.Metadata?.Json, memory.Content,
    ];
}
