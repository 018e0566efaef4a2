using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Records that wait for a vector. A record enters in the transaction that takes it in, and leaves in the one that stores its vector.</summary>
internal static class EmbeddingQueue
{
    private const string Waiting = "vectors_waiting";

    public static void Add(WriteSession session, long rid) =>
        session.Count(Waiting, session.Run("INSERT OR IGNORE INTO embedding_queue VALUES (?1)", rid));

    /// <summary>Lets every record wait.</summary>
    public static void AddAll(WriteSession session) =>
        session.Count(Waiting, session.Run("INSERT OR IGNORE INTO embedding_queue SELECT rid FROM memori_metadata"));

    /// <summary>Lets those records wait that have no vector of a model, and no others.</summary>
    public static void AddAllWithout(WriteSession session, long model)
    {
        session.Count(Waiting, -session.Run("DELETE FROM embedding_queue"));
        session.Count(Waiting, session.Run(
            """
            INSERT INTO embedding_queue
            SELECT m.rid FROM memori_metadata m WHERE NOT EXISTS (SELECT 1 FROM memori_embeddings v WHERE v.rid = m.rid AND v.model = ?1)
            """,
            model));
    }

    /// <returns>Whether it waited.</returns>
    public static bool Remove(WriteSession session, long rid)
    {
        var removed = session.Run("DELETE FROM embedding_queue WHERE rid = ?1", rid);
        session.Count(Waiting, -removed);
        return removed > 0;
    }

    /// <summary>State of a record's vector, as a receipt tells it.</summary>
    public static VectorState StateOf(WriteSession session, long rid)
    {
        if (!session.MakesVectors)
            return VectorState.Off;
        return session.Exists("SELECT 1 FROM embedding_queue WHERE rid = ?1", rid) ? VectorState.Pending : VectorState.Ready;
    }

    public static bool IsEmpty(SqliteSession session) => !session.Exists("SELECT 1 FROM embedding_queue");
}
