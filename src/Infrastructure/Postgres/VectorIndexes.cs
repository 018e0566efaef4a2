using System.Globalization;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>
/// The indexes that vectors are searched by: one for each model, because all vectors of an index have one length. Few vectors are all
/// compared instead; so the index is made when there are many, beside the writes, and never in a transaction that is waited for.
/// </summary>
internal static class VectorIndexes
{
    // What pgvector can index (https://github.com/pgvector/pgvector#hnsw); longer vectors are all compared.
    private const int MostIndexed = EmbeddingRows.MostInPage;

    private const string BuildName = "vector index";

    /// <summary>Drops the index of a model.</summary>
    public static string Dropping(long model) => string.Create(CultureInfo.InvariantCulture, $"DROP INDEX IF EXISTS {NameOf(model)}");

    /// <summary>Makes the index that is due, if one is. Several processes may ask at once: one of them makes it.</summary>
    /// <returns>True when one was made.</returns>
    public static async Task<bool> MakeDueAsync(PostgresStore store, CancellationToken ct)
    {
        var models = await store.ReadAsync("read the embedding models", ModelRows.AllAsync, ct).ConfigureAwait(false);
        var due = models.Find(model => model is { IsIndexed: false, Role: not ModelRole.Old, Stamp.Dimension: <= MostIndexed } && model.Vectors >= store.Options.IndexVectorsFrom);
        if (due is null)
            return false;
        // The lock and the settings end with the connection.
        await using var connection = PostgresServer.OwnConnection(store.Options);
        await connection.OpenAsync(ct).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = $"SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_try_advisory_lock(hashtextextended('{BuildName}', 0))";
        if (await command.ExecuteScalarAsync(ct).ConfigureAwait(false) is not true)
            return false;
        // A build that was broken off leaves an index that is not valid: the name is cleared first.
        command.CommandText = Dropping(due.Model);
        await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        command.CommandText = Creating(due.Model, due.Stamp.Dimension);
        await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"UPDATE embedding_models SET indexed = true WHERE model = {due.Model}");
        await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        return true;
    }

    private static string Creating(long model, int dimension) => string.Create(
        CultureInfo.InvariantCulture,
        $"CREATE INDEX CONCURRENTLY {NameOf(model)} ON memori_embeddings USING hnsw ((vector::vector({dimension})) vector_ip_ops) WHERE model = {model}");

    private static string NameOf(long model) => string.Create(CultureInfo.InvariantCulture, $"embeddings_nearest_{model}");
}
