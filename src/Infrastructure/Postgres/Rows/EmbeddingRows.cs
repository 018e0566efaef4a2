using System.Runtime.InteropServices;
using Npgsql;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Vectors of records, at most one a record and model.</summary>
internal static class EmbeddingRows
{
    /// <summary>Most numbers of a vector that lies in its row's page; a page has 8 KB, and a number 4 bytes.</summary>
    public const int MostInPage = 1_900;

    /// <summary>Columns for <see cref="ReadOrNull"/>, of the table's alias <c>v</c>.</summary>
    public const string Columns = "coalesce(v.vector, v.long_vector)::real[], v.id, v.content_hash";

    /// <summary>The column in which vectors of a length are.</summary>
    public static string ColumnOf(int dimension) => dimension <= MostInPage ? "vector" : "long_vector";

    /// <summary>Gathers the storing of a record's vector, whatever was there; nothing when the record is gone.</summary>
    /// <returns>The question whose row tells whether there was none of this model, and the record's row.</returns>
    public static Asked<(bool IsNew, long Rid)> Put(WriteSession session, Guid id, StoredModel model, float[] vector) => session.Ask(
        $"""
        INSERT INTO memori_embeddings (id, model, rid, dimension, {ColumnOf(model.Stamp.Dimension)}, content_hash)
        SELECT m.id, $2, m.rid, $3, $4::vector, $5 FROM memori_metadata m WHERE m.id = $1 FOR KEY SHARE OF m
        ON CONFLICT (id, model) DO UPDATE SET {ColumnOf(model.Stamp.Dimension)} = excluded.{ColumnOf(model.Stamp.Dimension)},
            content_hash = excluded.content_hash, changed = pg_current_xact_id()
        RETURNING xmax = 0, rid
        """,
        row => (row.GetBoolean(0), row.GetInt64(1)), id, model.Model, model.Stamp.Dimension, vector, Hash(id, vector));

    /// <summary>Deletes every vector of a record, and ends its waiting for one.</summary>
    public static async Task DeleteOfAsync(WriteSession session, Guid id)
    {
        var deleted = session.Ask("DELETE FROM memori_embeddings WHERE id = $1 RETURNING model", row => row.GetInt32(0), id);
        var waited = session.Run("DELETE FROM embedding_queue WHERE id = $1", id);
        await session.SendAsync().ConfigureAwait(false);
        foreach (var model in deleted.Rows.Order())
            ModelRows.Count(session, model, -1);
        session.Count("waiting", -waited.Affected);
    }

    /// <summary>Vectors of one model after a row, by row; the vector is null where it is damaged.</summary>
    public static Task<List<(long Rid, float[]? Vector)>> AfterAsync(PostgresSession session, long model, long rid, int limit) => session.QueryAsync(
        $"SELECT {Columns}, v.rid FROM memori_embeddings v WHERE v.model = $1 AND v.rid > $2 ORDER BY v.rid LIMIT $3",
        row => (row.GetInt64(3), ReadOrNull(row, 0)), model, rid, limit);

    /// <summary>The vector in the columns from a place on; null when it is not what was written.</summary>
    public static float[]? ReadOrNull(NpgsqlDataReader row, int column)
    {
        var vector = row.GetFieldValue<float[]>(column);
        return row.GetFieldValue<byte[]>(column + 2).AsSpan().SequenceEqual(Hash(row.GetGuid(column + 1), vector)) ? vector : null;
    }

    private static byte[] Hash(Guid id, float[] vector) => RowHash.Of(id, MemoryMarshal.AsBytes(vector.AsSpan()).ToArray());
}
