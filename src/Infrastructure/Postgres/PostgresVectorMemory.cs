using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>The vectors in PostgreSQL.</summary>
internal sealed class PostgresVectorMemory(PostgresStore store) : IVectorMemory
{
    // A client that waits for each of its writes never lets two run at once; this long between two is its own time.
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(5);

    /// <inheritdoc/>
    public bool IsBusy => store.Writers > 0 || TimeProvider.System.GetElapsedTime(store.LastWrite) < BetweenWrites;

    /// <inheritdoc/>
    public Task<VectorStats> GetVectorStatsAsync(CancellationToken ct) => store.ReadOnceAsync("read the state of the vectors", StatsAsync, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WaitingText>> GetWaitingAsync(int limit, CancellationToken ct) => store.ReadAsync<IReadOnlyList<WaitingText>>(
        "read what waits for a vector",
        async session => await session.QueryAsync(
            """
            SELECT m.id, coalesce(m.issue, m.key || chr(10) || m.solution) FROM embedding_queue q JOIN memori_metadata m ON m.rid = q.rid
            ORDER BY q.rid LIMIT $1
            """,
            row => new WaitingText(row.GetGuid(0), row.GetString(1)), limit).ConfigureAwait(false),
        ct);

    /// <inheritdoc/>
    public Task<IReadOnlySet<Guid>> FindWithoutVectorAsync(IReadOnlyList<Guid> ids, CancellationToken ct) => store.ReadAsync<IReadOnlySet<Guid>>(
        "read which records have no vector",
        async session => (await session.QueryAsync(
            """
            SELECT m.id FROM memori_metadata m WHERE m.id = ANY($1) AND NOT EXISTS (
                SELECT FROM memori_embeddings v JOIN embedding_models e ON e.model = v.model WHERE v.id = m.id AND e.role = $2)
            """,
            row => row.GetGuid(0), ids.ToArray(), (int)ModelRole.Serving).ConfigureAwait(false)).ToHashSet(),
        ct);

    /// <inheritdoc/>
    public Task<int> StoreVectorsAsync(ModelStamp model, IReadOnlyList<RecordVector> vectors, CancellationToken ct) => store.WriteAsync(
        "store vectors",
        async session =>
        {
            session.Lock(ModelRows.LockName);
            var models = await ModelRows.AllAsync(session).ConfigureAwait(false);
            if (models.Find(known => known.Stamp == model && known.Role != ModelRole.Old) is not { } wanted)
                return 0;
            // In one order, so that two never hold rows that the other waits for.
            var put = vectors.OrderBy(vector => vector.Id).Select(vector => (vector.Id, Asked: EmbeddingRows.Put(session, vector.Id, wanted, vector.Values))).ToList();
            await session.SendAsync().ConfigureAwait(false);
            // Of an erased record neither the row nor its place in the queue is there any more.
            var stored = put.Where(one => one.Asked.Rows.Count > 0).ToList();
            ModelRows.Count(session, wanted.Model, stored.Count(one => one.Asked.First.IsNew));
            session.Changed();
            // While another model is made, its vectors are the ones that are waited for.
            if (wanted.Role == ModelRole.Making || models.In(ModelRole.Making) is null)
                await EmbeddingQueue.RemoveAsync(session, [.. stored.Select(one => one.Id)]).ConfigureAwait(false);
            if (wanted.Role == ModelRole.Making && await EmbeddingQueue.IsEmptyAsync(session).ConfigureAwait(false))
                LetServe(session, models, wanted);
            return stored.Count;
        },
        ct);

    /// <inheritdoc/>
    public Task<int> EndWaitingAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        store.WriteAsync("end the waiting for vectors", session => EmbeddingQueue.RemoveAsync(session, [.. ids]), ct);

    /// <inheritdoc/>
    public Task<VectorStats> AdoptModelAsync(ModelStamp model, CancellationToken ct) => ChangeModelAsync("adopt an embedding model", model, AdoptAsync, ct);

    /// <inheritdoc/>
    public Task<VectorStats> StartReEmbeddingAsync(ModelStamp model, CancellationToken ct) => ChangeModelAsync("start to re-embed", model, StartAsync, ct);

    /// <inheritdoc/>
    public Task<int> DeleteOldVectorsAsync(int limit, CancellationToken ct) => store.WriteAsync(
        "delete old vectors",
        async session =>
        {
            session.Lock(ModelRows.LockName);
            var deleted = 0;
            foreach (var old in (await ModelRows.AllAsync(session).ConfigureAwait(false)).Where(model => model.Role == ModelRole.Old))
            {
                if (deleted == limit)
                    break;
                var some = await session.RunNowAsync(
                    "DELETE FROM memori_embeddings WHERE model = $1 AND id IN (SELECT id FROM memori_embeddings WHERE model = $1 ORDER BY rid LIMIT $2)",
                    old.Model, limit - deleted).ConfigureAwait(false);
                deleted += some;
                ModelRows.Count(session, old.Model, -some);
                if (deleted < limit)
                {
                    if (old.IsIndexed)
                        session.Run(VectorIndexes.Dropping(old.Model));
                    ModelRows.Delete(session, old.Model);
                }
            }

            return deleted;
        },
        ct);

    private async Task<VectorStats> ChangeModelAsync(string operation, ModelStamp model, Func<WriteSession, List<StoredModel>, ModelStamp, Task> change, CancellationToken ct)
    {
        await store.WriteAsync(
            operation,
            async session =>
            {
                session.Lock(ModelRows.LockName);
                await change(session, await ModelRows.AllAsync(session).ConfigureAwait(false), model).ConfigureAwait(false);
                return true;
            },
            ct).ConfigureAwait(false);
        return await GetVectorStatsAsync(ct).ConfigureAwait(false);
    }

    private static async Task AdoptAsync(WriteSession session, List<StoredModel> models, ModelStamp model)
    {
        if (models.In(ModelRole.Serving) is not { } serving)
        {
            ModelRows.Set(session, model, ModelRole.Serving);
            return;
        }

        if (serving.Stamp != model || models.In(ModelRole.Making) is not { } given)
            return;
        ModelRows.Set(session, given.Stamp, ModelRole.Old);
        await EmbeddingQueue.AddAllWithoutAsync(session, serving.Model).ConfigureAwait(false);
    }

    private static async Task StartAsync(WriteSession session, List<StoredModel> models, ModelStamp model)
    {
        var making = models.In(ModelRole.Making);
        if (making?.Stamp == model)
            return;
        if (making is not null)
            ModelRows.Set(session, making.Stamp, ModelRole.Old);
        // Vectors of the very model that serves are replaced one by one; they may be searched together.
        if (models.In(ModelRole.Serving) is not { } serving)
        {
            await AdoptAsync(session, models, model).ConfigureAwait(false);
            return;
        }

        if (serving.Stamp != model)
            ModelRows.Set(session, model, ModelRole.Making);
        await EmbeddingQueue.AddAllAsync(session).ConfigureAwait(false);
    }

    private static void LetServe(WriteSession session, List<StoredModel> models, StoredModel made)
    {
        if (models.In(ModelRole.Serving) is { } before)
            ModelRows.Set(session, before.Stamp, ModelRole.Old);
        ModelRows.Set(session, made.Stamp, ModelRole.Serving);
    }

    private static async Task<VectorStats> StatsAsync(PostgresSession session)
    {
        var counted = CounterRows.Ask(session);
        var models = await ModelRows.AllAsync(session).ConfigureAwait(false);
        var (serving, making, counters) = (models.In(ModelRole.Serving), models.In(ModelRole.Making), counted.First!);
        return new VectorStats(serving?.Stamp, making?.Stamp, serving?.Vectors ?? 0, counters.Waiting, counters.Records);
    }
}
