using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Infrastructure.Search.Serving;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Reads records as search takes them.</summary>
internal static class RecordReader
{
    /// <summary>The record of a row; null when there is none.</summary>
    public static IndexableRecord? Read(SqliteSession session, long rid) =>
        FixRows.ByRid(session, rid) is { } fix ? Of(session, fix) : MemoryRows.ByRid(session, rid) is { } memory ? Of(memory) : null;

    /// <summary>What ranking has to know of the records of some rows, in their order.</summary>
    public static List<RecordFacts> Facts(SqliteSession session, IEnumerable<long> rids) => [.. rids.Select(rid => Read(session, rid)?.Facts).OfType<RecordFacts>()];

    /// <summary>Records after a row, by row.</summary>
    /// <param name="session">The session.</param>
    /// <param name="rid">The last row read; 0 for the beginning.</param>
    /// <param name="limit">At most this many of each kind.</param>
    public static List<IndexableRecord> After(SqliteSession session, long rid, int limit)
    {
        var upTo = session.Number("SELECT max(rid) FROM (SELECT rid FROM memori_metadata WHERE rid > ?1 ORDER BY rid LIMIT ?2)", rid, limit) ?? rid;
        var fixes = session.Query(
            $"SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.rid > ?1 AND m.rid <= ?2 AND m.kind = 0 ORDER BY m.rid", FixRows.Read, rid, upTo);
        var memories = session.Query(
            $"SELECT {MemoryRows.Columns} FROM memori_metadata m WHERE m.rid > ?1 AND m.rid <= ?2 AND m.kind = 1 ORDER BY m.rid", MemoryRows.Read, rid, upTo);
        return [.. fixes.Select(fix => Of(session, fix)).Concat(memories.Select(Of)).OrderBy(record => record.Rid)];
    }

    private static IndexableRecord Of(SqliteSession session, StoredFix stored)
    {
        // Without a counted outcome there is no evidence, and nothing can have come back.
        var evidence = stored.Fix.Outcomes.IsEmpty ? [] : EvidenceRows.Of(session, stored.Rid);
        return IndexableRecord.Of(stored.Rid, stored.Fix, evidence);
    }

    private static IndexableRecord Of(StoredMemory stored) => IndexableRecord.Of(stored.Rid, stored.Memory);
}
