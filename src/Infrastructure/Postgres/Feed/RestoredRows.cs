namespace ObsControlPlane.Infrastructure.Postgres.Feed;

/// <summary>
/// Rows name the transaction that changed them. A dump brings these numbers to a server that has not come so far, which would take the
/// changes for ones of the future: every follower would be told of them at every look.
/// </summary>
internal static class RestoredRows
{
    // 3 is the first number that a transaction can have.
    private const string OfTheFuture = "changed >= pg_snapshot_xmax(pg_current_snapshot()) AND changed <> pg_current_xact_id()";

    private static readonly (string Table, string Values)[] Tables =
    [
        ("memori_metadata", "changed = '3', added = '3'"), ("memori_embeddings", "changed = '3'"), ("erased", "changed = '3'"), ("embedding_models", "changed = '3'"),
    ];

    /// <summary>Makes such rows old ones; nothing when there are none.</summary>
    public static Task MendAsync(PostgresStore store, CancellationToken ct) => store.WriteAsync(
        "mend restored rows",
        async session =>
        {
            foreach (var (table, values) in Tables)
                session.Run($"UPDATE {table} SET {values} WHERE {OfTheFuture}");
            await session.SendAsync().ConfigureAwait(false);
            return true;
        },
        ct);
}
