using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Records that wait for a vector. A record enters in the statement that inserts it, and leaves in the transaction that stores its vector.</summary>
internal static class EmbeddingQueue
{
    private const string Waiting = "waiting";

    /// <summary>Gathers the question whether a record waits.</summary>
    public static Asked<bool> Ask(PostgresSession session, long rid) => session.Ask("SELECT true FROM embedding_queue WHERE rid = $1", _ => true, rid);

    /// <summary>State of a record's vector, as a receipt tells it.</summary>
    public static VectorState StateOf(WriteSession session, Asked<bool> waits) =>
        !session.MakesVectors ? VectorState.Off : waits.First ? VectorState.Pending : VectorState.Ready;

    /// <summary>Lets every record wait.</summary>
    public static async Task AddAllAsync(WriteSession session) => session.Count(Waiting, await session.RunNowAsync(
        "INSERT INTO embedding_queue (rid, id) SELECT rid, id FROM memori_metadata ON CONFLICT DO NOTHING").ConfigureAwait(false));

    /// <summary>Lets some records wait again.</summary>
    public static async Task AddAsync(WriteSession session, Guid[] ids) => session.Count(Waiting, await session.RunNowAsync(
        "INSERT INTO embedding_queue (rid, id) SELECT rid, id FROM memori_metadata WHERE id = ANY($1) ON CONFLICT DO NOTHING", ids).ConfigureAwait(false));

    /// <summary>Lets those records wait that have no vector of a model, and no others.</summary>
    public static async Task AddAllWithoutAsync(WriteSession session, long model)
    {
        var removed = session.Run("DELETE FROM embedding_queue");
        var added = session.Run(
            """
            INSERT INTO embedding_queue (rid, id)
            SELECT m.rid, m.id FROM memori_metadata m WHERE NOT EXISTS (SELECT FROM memori_embeddings v WHERE v.id = m.id AND v.model = $1)
            """,
            model);
        await session.SendAsync().ConfigureAwait(false);
        session.Count(Waiting, added.Affected - removed.Affected);
    }

    /// <summary>Ends the waiting of some records.</summary>
    /// <returns>How many waited.</returns>
    public static async Task<int> RemoveAsync(WriteSession session, Guid[] ids)
    {
        var removed = await session.RunNowAsync("DELETE FROM embedding_queue WHERE id = ANY($1)", ids).ConfigureAwait(false);
        session.Count(Waiting, -removed);
        return removed;
    }

    public static async Task<bool> IsEmptyAsync(PostgresSession session) => !await session.ExistsAsync("SELECT FROM embedding_queue LIMIT 1").ConfigureAwait(false);
}
