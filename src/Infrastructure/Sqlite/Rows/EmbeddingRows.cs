using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Vectors of records, at most one a record and model. Machines that .NET runs on are little-endian, as the file is.</summary>
internal static class EmbeddingRows
{
    /// <summary>Columns for <see cref="Read"/>, of the table's alias <c>v</c>.</summary>
    public const string Columns = "v.rid, v.model, v.vector, v.content_hash";

    /// <summary>Stores a record's vector, whatever was there.</summary>
    /// <returns>True when there was none of this model.</returns>
    public static bool Put(WriteSession session, long rid, long model, float[] vector)
    {
        object?[] values = [rid, model, MemoryMarshal.AsBytes(vector.AsSpan()).ToArray()];
        var isNew = session.Run("DELETE FROM memori_embeddings WHERE rid = ?1 AND model = ?2", rid, model) == 0;
        session.Run("INSERT INTO memori_embeddings (rid, model, vector, content_hash) VALUES (?1, ?2, ?3, ?4)", [.. values, RowHash.Of(values)]);
        return isNew;
    }

    /// <summary>Deletes every vector of a record, and ends its waiting for one.</summary>
    public static void DeleteOf(WriteSession session, long rid)
    {
        foreach (var model in session.Query("SELECT model FROM memori_embeddings WHERE rid = ?1", row => row.GetInt64(0), rid))
            ModelRows.Count(session, model, -1);
        session.Run("DELETE FROM memori_embeddings WHERE rid = ?1", rid);
        EmbeddingQueue.Remove(session, rid);
    }

    /// <summary>Vectors of one model after a place in the table, in the order of the table.</summary>
    /// <param name="session">The session.</param>
    /// <param name="model">Number of the model.</param>
    /// <param name="after">Place of the last one read; 0 for the beginning.</param>
    /// <param name="limit">At most this many.</param>
    /// <returns>Each with its place and record; the vector is null where it is damaged.</returns>
    public static List<(long Place, long Rid, float[]? Vector)> After(SqliteSession session, long model, long after, int limit) => session.Query(
        $"SELECT {Columns}, v.rowid FROM memori_embeddings v WHERE v.rowid > ?1 AND v.model = ?2 ORDER BY v.rowid LIMIT ?3",
        row => (row.GetInt64(4), row.GetInt64(0), ReadOrNull(row)), after, model, limit);

    /// <summary>Deletes a record's vector of a model and lets the record wait for another.</summary>
    public static void MakeAnew(WriteSession session, long rid, long model)
    {
        var deleted = session.Run("DELETE FROM memori_embeddings WHERE rid = ?1 AND model = ?2", rid, model);
        ModelRows.Count(session, model, -deleted);
        if (deleted > 0)
            EmbeddingQueue.Add(session, rid);
    }

    private static float[]? ReadOrNull(SqliteDataReader row)
    {
        try
        {
            return Read(row, 0);
        }
        catch (DamagedRowException)
        {
            return null;
        }
    }

    /// <summary>The vector in the columns from a place on.</summary>
    /// <exception cref="DamagedRowException">It is not what was written.</exception>
    public static float[] Read(SqliteDataReader row, int column) =>
        MemoryMarshal.Cast<byte, float>(RowValues.Verified(row, "memori_embeddings", column, 3).Bytes(2)).ToArray();
}
