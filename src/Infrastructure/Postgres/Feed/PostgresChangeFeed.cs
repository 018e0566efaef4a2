using Npgsql;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Searching;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Postgres.Feed;

/// <summary>What committed writes of all processes did to the record, for an index that follows it.</summary>
internal sealed class PostgresChangeFeed(PostgresStore store)
{
    // $1 what was seen, $2 the window's end or NULL, $3 and $4 the place within it, $5 the limit. The first condition of each part is the
    // one an index knows; a change of an open window that was changed again meanwhile belongs to the next one.
    private const string Changed = """
        SELECT kind, rid, id, changed, place FROM (
            SELECT CASE WHEN pg_visible_in_snapshot(added, $1::pg_snapshot) THEN 1 ELSE 0 END AS kind, rid, id, changed, rid * 8 AS place
            FROM memori_metadata WHERE changed >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(changed, $1::pg_snapshot)
            UNION ALL
            SELECT 2, rid, id, changed, rid * 8 + 2
            FROM erased WHERE changed >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(changed, $1::pg_snapshot) AND rid > 0
            UNION ALL
            SELECT 3, v.rid, v.id, v.changed, v.rid * 8 + 3 FROM memori_embeddings v
            WHERE v.changed >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(v.changed, $1::pg_snapshot)
                AND v.model = (SELECT model FROM embedding_models WHERE role = 1 LIMIT 1)
            UNION ALL
            SELECT 4, 0, NULL, changed, 4
            FROM embedding_models WHERE NOT pg_visible_in_snapshot(changed, $1::pg_snapshot) AND role = 1) change
        WHERE ($2::text IS NULL OR pg_visible_in_snapshot(changed, $2::pg_snapshot)) AND (changed, place) > ($3::xid8, $4)
        ORDER BY changed, place LIMIT $5
        """;

    private const string Vectors = $"""
        SELECT {EmbeddingRows.Columns} FROM memori_embeddings v WHERE v.id = ANY($1) AND v.model = (SELECT model FROM embedding_models WHERE role = 1 LIMIT 1)
        """;

    /// <summary>Where the record stands now: what is committed after this call is read from there.</summary>
    public Task<ChangePosition> CurrentAsync(CancellationToken ct) => store.ReadAsync(
        "read where the record stands",
        async session => new ChangePosition((await session.FirstAsync("SELECT pg_current_snapshot()::text", row => row.GetString(0)).ConfigureAwait(false))!), ct);

    /// <summary>What was committed beyond a position, each record's changes once. One round trip and a few index look-ups when there is nothing.</summary>
    /// <param name="from">The position.</param>
    /// <param name="limit">Changes at most, 1 or more.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>The changes; with those of any page before, everything that was acknowledged before this call, unless there are more.</returns>
    public Task<ChangePage> ReadAsync(ChangePosition from, int limit, CancellationToken ct) => store.ReadAsync(
        "read changes",
        async session =>
        {
            session.Run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            var now = session.Ask("SELECT pg_current_snapshot()::text", row => row.GetString(0));
            var found = session.Ask(Changed, Read, from.Seen, from.Until, from.Transaction.ToString(System.Globalization.CultureInfo.InvariantCulture), from.Place, limit);
            var serving = (await ModelRows.AllAsync(session).ConfigureAwait(false)).In(ModelRole.Serving);
            var changes = await WithStatesAsync(session, found.Rows, serving?.Stamp).ConfigureAwait(false);
            await session.RunNowAsync("COMMIT").ConfigureAwait(false);
            var isFull = found.Rows.Count == limit;
            var end = from.Until ?? now.First!;
            // A window that ends earlier than this moment was read to its end: what came since is the next one.
            return new ChangePage(
                changes,
                isFull ? new ChangePosition(from.Seen, end, found.Rows[^1].Transaction, found.Rows[^1].Place) : new ChangePosition(end),
                isFull || from.Until is not null);
        },
        ct);

    /// <summary>Records after a row, by row, for an index that begins; empty when there are none left.</summary>
    public Task<List<IndexableRecord>> ReadRecordsAsync(long afterRid, int limit, CancellationToken ct) =>
        store.ReadOnceAsync("read records for the index", session => RecordReader.AfterAsync(session, afterRid, limit), ct);

    /// <summary>The model that serves, or null.</summary>
    public Task<StoredModel?> ReadServingAsync(CancellationToken ct) => store.ReadAsync(
        "read the embedding model", async session => (await ModelRows.AllAsync(session).ConfigureAwait(false)).In(ModelRole.Serving), ct);

    /// <summary>Vectors of a model after a row, by row; null where one is damaged.</summary>
    public Task<List<(long Rid, float[]? Vector)>> ReadVectorsAsync(StoredModel model, long afterRid, int limit, CancellationToken ct) =>
        store.ReadAsync("read vectors for the index", session => EmbeddingRows.AfterAsync(session, model.Model, afterRid, limit), ct);

    /// <summary>Deletes vectors that are damaged and lets their records wait for others: a vector is made of its record, so nothing is lost.</summary>
    public Task<int> MakeAnewAsync(StoredModel model, IReadOnlyList<long> rids, CancellationToken ct) => store.WriteAsync(
        "make damaged vectors anew",
        async session =>
        {
            session.Lock(ModelRows.LockName);
            var deleted = await session.QueryAsync(
                "DELETE FROM memori_embeddings WHERE model = $1 AND rid = ANY($2) RETURNING id", row => row.GetGuid(0), model.Model, rids.ToArray()).ConfigureAwait(false);
            ModelRows.Count(session, model.Model, -deleted.Count);
            await EmbeddingQueue.AddAsync(session, [.. deleted]).ConfigureAwait(false);
            return deleted.Count;
        },
        ct);

    private static async Task<List<FeedChange>> WithStatesAsync(PostgresSession session, List<Found> found, ModelStamp? serving)
    {
        if (found.Count == 0)
            return [];
        var records = (await RecordReader.OfAsync(session, [.. found.Where(change => change.Kind <= RecordChangeKind.Changed).Select(change => change.Id)]).ConfigureAwait(false))
            .ToDictionary(record => record.Rid);
        // A record that was told again after its vector was stored is told behind it: what is added comes with its vector.
        Guid[] embedded = [.. found.Where(change => change.Kind is RecordChangeKind.Embedded or RecordChangeKind.Added).Select(change => change.Id)];
        var vectors = embedded.Length == 0 ? []
            : (await session.QueryAsync(Vectors, row => (Id: row.GetGuid(1), Vector: EmbeddingRows.ReadOrNull(row, 0)), embedded).ConfigureAwait(false))
                .ToDictionary(vector => vector.Id, vector => vector.Vector);
        return
        [
            .. found.Select(change => new FeedChange(
                change.Kind, change.Rid, change.Id, records.GetValueOrDefault(change.Rid), vectors.GetValueOrDefault(change.Id),
                change.Kind != RecordChangeKind.Changed ? serving : null)),
        ];
    }

    private static Found Read(NpgsqlDataReader row) => new(
        (RecordChangeKind)row.GetInt32(0), row.GetInt64(1), row.IsDBNull(2) ? Guid.Empty : row.GetGuid(2), row.GetFieldValue<ulong>(3), row.GetInt64(4));

    private sealed record Found(RecordChangeKind Kind, long Rid, Guid Id, ulong Transaction, long Place);
}
