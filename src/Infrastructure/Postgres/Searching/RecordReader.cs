using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Postgres.Searching;

/// <summary>Reads records as search takes them.</summary>
internal static class RecordReader
{
    private const string Fixes = $"SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.kind = 0 AND ";
    private const string Memories = $"SELECT {MemoryRows.Columns} FROM memori_metadata m WHERE m.kind = 1 AND ";

    /// <summary>The records of some ids that are there, in the order of the ids.</summary>
    public static async Task<List<IndexableRecord>> OfAsync(PostgresSession session, IReadOnlyList<Guid> ids)
    {
        if (ids.Count == 0)
            return [];
        var fixes = session.Ask(Fixes + "m.id = ANY($1)", FixRows.Read, ids.ToArray());
        var memories = session.Ask(Memories + "m.id = ANY($1)", MemoryRows.Read, ids.ToArray());
        var found = (await ReadAsync(session, fixes, memories).ConfigureAwait(false)).ToDictionary(record => record.Facts.Id);
        return [.. ids.Select(id => found.GetValueOrDefault(id)).OfType<IndexableRecord>()];
    }

    /// <summary>Records after a row, by row; empty when there are none left.</summary>
    /// <param name="session">The session, of one snapshot.</param>
    /// <param name="rid">The last row read; 0 for the beginning.</param>
    /// <param name="limit">At most this many.</param>
    public static async Task<List<IndexableRecord>> AfterAsync(PostgresSession session, long rid, int limit)
    {
        const string Page = "m.rid IN (SELECT n.rid FROM memori_metadata n WHERE n.rid > $1 ORDER BY n.rid LIMIT $2)";
        var fixes = session.Ask(Fixes + Page, FixRows.Read, rid, limit);
        var memories = session.Ask(Memories + Page, MemoryRows.Read, rid, limit);
        return [.. (await ReadAsync(session, fixes, memories).ConfigureAwait(false)).OrderBy(record => record.Rid)];
    }

    private static async Task<IEnumerable<IndexableRecord>> ReadAsync(PostgresSession session, Asked<StoredFix> fixes, Asked<StoredMemory> memories)
    {
        await session.SendAsync().ConfigureAwait(false);
        // Without a counted outcome there is no evidence, and nothing can have come back.
        var evidence = await EvidenceRows.OfAsync(session, fixes.Rows.Where(stored => !stored.Fix.Outcomes.IsEmpty).Select(stored => stored.Id)).ConfigureAwait(false);
        return fixes.Rows.Select(stored => IndexableRecord.Of(stored.Rid, stored.Fix, [.. evidence[stored.Id]]))
            .Concat(memories.Rows.Select(stored => IndexableRecord.Of(stored.Rid, stored.Memory)));
    }
}
