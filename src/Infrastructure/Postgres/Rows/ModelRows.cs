using Npgsql;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>A model and its row.</summary>
/// <param name="Model">Number of the model, which its vectors name.</param>
/// <param name="Stamp">Its stamp.</param>
/// <param name="Role">What its vectors are for.</param>
/// <param name="Vectors">How many there are.</param>
/// <param name="IsIndexed">Whether an index is there to search them by.</param>
internal sealed record StoredModel(long Model, ModelStamp Stamp, ModelRole Role, long Vectors, bool IsIndexed);

/// <summary>The models of the stored vectors. Whoever changes them or their vectors holds <see cref="LockName"/>.</summary>
internal static class ModelRows
{
    /// <summary>What is held while models change: there is one writer of vectors at a time, and it is in no hurry.</summary>
    public const string LockName = "embedding models";

    private const string Columns = "model, id, revision, dimension, role, vectors, indexed";

    /// <summary>All of them, by number.</summary>
    public static Task<List<StoredModel>> AllAsync(PostgresSession session) =>
        session.QueryAsync($"SELECT {Columns} FROM embedding_models ORDER BY model", Read);

    /// <summary>The model with a role; of old ones the first.</summary>
    public static StoredModel? In(this IReadOnlyList<StoredModel> models, ModelRole role) => models.FirstOrDefault(model => model.Role == role);

    /// <summary>Gathers the giving of a role to a model, known before or not.</summary>
    public static void Set(WriteSession session, ModelStamp stamp, ModelRole role)
    {
        session.Run(
            """
            INSERT INTO embedding_models (id, revision, dimension, role, vectors, indexed) VALUES ($1, $2, $3, $4, 0, false)
            ON CONFLICT (id, revision, dimension) DO UPDATE SET role = excluded.role, changed = pg_current_xact_id()
            """,
            stamp.Id, stamp.Revision, stamp.Dimension, (int)role);
        session.Changed();
    }

    /// <summary>Gathers the adding to the number of a model's vectors.</summary>
    public static void Count(WriteSession session, long model, long by)
    {
        if (by != 0)
            session.Run("UPDATE embedding_models SET vectors = vectors + $2 WHERE model = $1", model, by);
    }

    /// <summary>Gathers the forgetting of a model without vectors.</summary>
    public static void Delete(WriteSession session, long model) => session.Run("DELETE FROM embedding_models WHERE model = $1", model);

    private static StoredModel Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), new ModelStamp(row.GetString(1), row.GetString(2), row.GetInt32(3)), (ModelRole)row.GetInt16(4), row.GetInt64(5), row.GetBoolean(6));
}
