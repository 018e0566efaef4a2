using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Search.Serving;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>The vectors in the embedded file.</summary>
internal sealed class SqliteVectorMemory(SqliteStore store) : IVectorMemory
{
    // A client that waits for each of its writes never lets one wait in the queue; this long between two is its own time.
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(5);

    /// <inheritdoc/>
    public bool IsBusy => store.Writer.Waiting > 0 || store.Writer.Quiet < BetweenWrites;

    /// <inheritdoc/>
    public Task<VectorStats> GetVectorStatsAsync(CancellationToken ct) => store.Readers.ReadAsync("read the state of the vectors", Stats, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WaitingText>> GetWaitingAsync(int limit, CancellationToken ct) => store.Readers.ReadAsync<IReadOnlyList<WaitingText>>(
        "read what waits for a vector",
        session => session.Query(
            """
            SELECT m.id, coalesce(m.issue, m.key || char(10) || m.solution) FROM embedding_queue q JOIN memori_metadata m ON m.rid = q.rid
            ORDER BY q.rid LIMIT ?1
            """,
            row => new WaitingText(new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true), row.GetString(1)), limit),
        ct);

    /// <inheritdoc/>
    public Task<IReadOnlySet<Guid>> FindWithoutVectorAsync(IReadOnlyList<Guid> ids, CancellationToken ct) => store.Readers.ReadAsync<IReadOnlySet<Guid>>(
        "read which records have no vector",
        session =>
        {
            var serving = ModelRows.In(session, ModelRole.Serving)?.Model ?? 0;
            return ids.Where(id => session.Exists(
                "SELECT 1 FROM memori_metadata m WHERE m.id = ?1 AND NOT EXISTS (SELECT 1 FROM memori_embeddings v WHERE v.rid = m.rid AND v.model = ?2)",
                id, serving)).ToHashSet();
        },
        ct);

    /// <inheritdoc/>
    public Task<int> StoreVectorsAsync(ModelStamp model, IReadOnlyList<RecordVector> vectors, CancellationToken ct) => store.Writer.WriteAsync(
        "store vectors",
        session =>
        {
            if (ModelRows.All(session).Find(known => known.Stamp == model && known.Role != ModelRole.Old) is not { } wanted)
                return 0;
            // While another model is made, its vectors are the ones that are waited for.
            var endsWaiting = wanted.Role == ModelRole.Making || ModelRows.In(session, ModelRole.Making) is null;
            var stored = vectors.Count(vector => Store(session, wanted, vector, endsWaiting));
            if (wanted.Role == ModelRole.Making && EmbeddingQueue.IsEmpty(session))
                LetServe(session, wanted);
            return stored;
        },
        ct);

    /// <inheritdoc/>
    public Task<int> EndWaitingAsync(IReadOnlyList<Guid> ids, CancellationToken ct) => store.Writer.WriteAsync(
        "end the waiting for vectors",
        session => ids.Count(id => session.Number("SELECT rid FROM memori_metadata WHERE id = ?1", id) is { } rid && EmbeddingQueue.Remove(session, rid)),
        ct);

    /// <inheritdoc/>
    public async Task<VectorStats> AdoptModelAsync(ModelStamp model, CancellationToken ct)
    {
        await store.Writer.WriteAsync("adopt an embedding model", session => Adopt(session, model), ct).ConfigureAwait(false);
        return await GetVectorStatsAsync(ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<VectorStats> StartReEmbeddingAsync(ModelStamp model, CancellationToken ct)
    {
        await store.Writer.WriteAsync("start to re-embed", session => Start(session, model), ct).ConfigureAwait(false);
        return await GetVectorStatsAsync(ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<int> DeleteOldVectorsAsync(int limit, CancellationToken ct) => store.Writer.WriteAsync(
        "delete old vectors",
        session =>
        {
            var deleted = 0;
            while (deleted < limit && ModelRows.In(session, ModelRole.Old) is { } old)
            {
                var some = session.Run(
                    "DELETE FROM memori_embeddings WHERE rowid IN (SELECT rowid FROM memori_embeddings WHERE model = ?1 LIMIT ?2)", old.Model, limit - deleted);
                deleted += some;
                ModelRows.Count(session, old.Model, -some);
                if (deleted < limit)
                    ModelRows.Delete(session, old.Model);
            }

            return deleted;
        },
        ct);

    private static bool Adopt(WriteSession session, ModelStamp model)
    {
        if (ModelRows.In(session, ModelRole.Serving) is not { } serving)
        {
            ModelRows.Set(session, model, ModelRole.Serving);
            session.Note(new RecordChange(RecordChangeKind.ModelServes, 0));
            return true;
        }

        if (serving.Stamp != model || ModelRows.In(session, ModelRole.Making) is not { } given)
            return false;
        ModelRows.Set(session, given.Stamp, ModelRole.Old);
        EmbeddingQueue.AddAllWithout(session, serving.Model);
        return true;
    }

    private static bool Start(WriteSession session, ModelStamp model)
    {
        var making = ModelRows.In(session, ModelRole.Making);
        if (making?.Stamp == model)
            return false;
        if (making is not null)
            ModelRows.Set(session, making.Stamp, ModelRole.Old);
        // Vectors of the very model that serves are replaced one by one; they may be searched together.
        if (ModelRows.In(session, ModelRole.Serving) is not { } serving)
            return Adopt(session, model);
        if (serving.Stamp != model)
            ModelRows.Set(session, model, ModelRole.Making);
        EmbeddingQueue.AddAll(session);
        return true;
    }

    private static bool Store(WriteSession session, StoredModel model, RecordVector vector, bool endsWaiting)
    {
        // Of an erased record neither the row nor its place in the queue is there any more.
        if (session.Number("SELECT rid FROM memori_metadata WHERE id = ?1", vector.Id) is not { } rid)
            return false;
        if (EmbeddingRows.Put(session, rid, model.Model, vector.Values))
            ModelRows.Count(session, model.Model, 1);
        if (endsWaiting)
            EmbeddingQueue.Remove(session, rid);
        if (model.Role == ModelRole.Serving)
            session.Note(new RecordChange(RecordChangeKind.Embedded, rid, Vector: vector.Values, Model: model.Stamp));
        return true;
    }

    private static void LetServe(WriteSession session, StoredModel made)
    {
        if (ModelRows.In(session, ModelRole.Serving) is { } before)
            ModelRows.Set(session, before.Stamp, ModelRole.Old);
        ModelRows.Set(session, made.Stamp, ModelRole.Serving);
        session.Note(new RecordChange(RecordChangeKind.ModelServes, 0));
    }

    private static VectorStats Stats(SqliteSession session)
    {
        var models = ModelRows.All(session);
        var serving = models.Find(model => model.Role == ModelRole.Serving);
        var making = models.Find(model => model.Role == ModelRole.Making);
        var counters = CounterRows.All(session);
        return new VectorStats(
            serving?.Stamp, making?.Stamp, serving?.Vectors ?? 0, counters["vectors_waiting"], counters["fixes"] + counters["memories"]);
    }
}
