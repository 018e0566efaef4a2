using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Ids that stand for another record (merged twins) or for none any more (erased).</summary>
internal static class Tombstones
{
    /// <summary>The id of the record that an id stands for: itself, unless it is a merged twin's.</summary>
    public static Guid Resolve(SqliteSession session, Guid id) => Target(session, id) ?? id;

    /// <summary>The record a twin was merged into, or null when the id is no twin's.</summary>
    public static Guid? Target(SqliteSession session, Guid twin) =>
        session.First("SELECT id FROM aliases WHERE twin = ?1", row => new Found(new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true)), twin)?.Id;

    /// <summary>Makes a twin's id stand for another record, wherever it is named.</summary>
    public static void Merge(WriteSession session, Guid twin, Guid into) => session.Run("INSERT INTO aliases (twin, id) VALUES (?1, ?2)", twin, into);

    /// <summary>Twins and what they were merged into, after an id, by id.</summary>
    public static List<(Guid Twin, Guid Into)> TwinsAfter(SqliteSession session, Guid id, int limit) => session.Query(
        "SELECT twin, id FROM aliases WHERE twin > ?1 ORDER BY twin LIMIT ?2",
        row => (new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true), new Guid(row.GetFieldValue<byte[]>(1), bigEndian: true)), id, limit);

    public static bool IsErased(SqliteSession session, RecordKind kind, Guid id) =>
        session.Exists("SELECT 1 FROM erased WHERE id = ?1 AND kind = ?2", id, kind);

    /// <exception cref="DomainException">The record was erased.</exception>
    public static void ThrowIfErased(SqliteSession session, RecordKind kind, Guid id) => Erasure.ThrowIf(IsErased(session, kind, id), kind);

    /// <summary>Marks an id, and every twin merged into it, as erased.</summary>
    public static void Bury(WriteSession session, RecordKind kind, Guid id, long now)
    {
        session.Run(
            """
            INSERT INTO erased (id, kind, erased_at, revision)
            SELECT twin, ?2, ?3, ?4 FROM aliases WHERE id = ?1 UNION ALL SELECT ?1, ?2, ?3, ?4 WHERE true ON CONFLICT DO NOTHING
            """,
            id, kind, now, session.NextRevision());
        session.Run("DELETE FROM aliases WHERE id = ?1", id);
    }

    /// <summary>Erased ids after an id, by id.</summary>
    public static List<ExportedErasure> ErasedAfter(SqliteSession session, Guid id, int limit) => session.Query(
        "SELECT kind, id, erased_at FROM erased WHERE id > ?1 ORDER BY id LIMIT ?2",
        row => new ExportedErasure((RecordKind)row.GetInt64(0), new Guid(row.GetFieldValue<byte[]>(1), bigEndian: true), row.GetInt64(2)), id, limit);

    private sealed record Found(Guid Id);
}
