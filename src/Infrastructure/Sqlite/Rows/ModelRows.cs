using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>A model and its row.</summary>
/// <param name="Model">Number of the model, which its vectors name.</param>
/// <param name="Stamp">Its stamp.</param>
/// <param name="Role">What its vectors are for.</param>
/// <param name="Vectors">How many there are.</param>
internal sealed record StoredModel(long Model, ModelStamp Stamp, ModelRole Role, long Vectors);

/// <summary>The models of the stored vectors.</summary>
internal static class ModelRows
{
    private const string Columns = "model, id, revision, dimension, role, vectors";

    /// <summary>All of them, by number.</summary>
    public static List<StoredModel> All(SqliteSession session) => session.Query($"SELECT {Columns} FROM embedding_models ORDER BY model", Read);

    /// <summary>The model with a role; of old ones any.</summary>
    public static StoredModel? In(SqliteSession session, ModelRole role) =>
        session.First($"SELECT {Columns} FROM embedding_models WHERE role = ?1 LIMIT 1", Read, role);

    /// <summary>Gives a model a role, known before or not.</summary>
    public static void Set(WriteSession session, ModelStamp stamp, ModelRole role) => session.Run(
        """
        INSERT INTO embedding_models (id, revision, dimension, role, vectors) VALUES (?1, ?2, ?3, ?4, 0)
        ON CONFLICT (id, revision, dimension) DO UPDATE SET role = excluded.role
        """,
        stamp.Id, stamp.Revision, (long)stamp.Dimension, role);

    /// <summary>Adds to the number of a model's vectors.</summary>
    public static void Count(WriteSession session, long model, long by) =>
        session.Run("UPDATE embedding_models SET vectors = vectors + ?2 WHERE model = ?1", model, by);

    /// <summary>Forgets a model without vectors.</summary>
    public static void Delete(WriteSession session, long model) => session.Run("DELETE FROM embedding_models WHERE model = ?1", model);

    private static StoredModel Read(SqliteDataReader row) => new(
        row.GetInt64(0), new ModelStamp(row.GetString(1), row.GetString(2), row.GetInt32(3)), (ModelRole)row.GetInt32(4), row.GetInt64(5));
}
