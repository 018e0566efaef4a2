namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>
/// What the server's planner knows of our tables. A connection keeps the plans it made, and one made over an empty table may read all of
/// what the table holds later; the server looks at a new table only after a minute, and sooner there are thousands of rows in it. Whoever
/// gathers statistics anew makes every connection plan anew.
/// </summary>
internal static class PlannerStatistics
{
    // Few rows are read as fast without a plan for them.
    private const int Fewest = 200;

    // Autovacuum follows a table that grows by less than this.
    private const int Growth = 2;

    /// <summary>Gathers the statistics of the tables that have grown much since they were gathered last.</summary>
    /// <returns>The tables, by name.</returns>
    public static async Task<IReadOnlyList<string>> GatherDueAsync(PostgresStore store, CancellationToken ct)
    {
        var due = await store.ReadAsync(
            "look at the tables' growth",
            session => session.QueryAsync(
                """
                SELECT quote_ident(c.relname) FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
                WHERE s.schemaname = current_schema() AND pg_has_role(c.relowner, 'USAGE') AND s.n_live_tup > $1 + $2 * greatest(c.reltuples, 0)
                ORDER BY c.relname
                """,
                row => row.GetString(0), Fewest, Growth),
            ct).ConfigureAwait(false);
        foreach (var table in due)
        {
            // One that another process is looking at is passed by.
            await store.WriteAsync("gather the planner's statistics", session => session.RunNowAsync($"ANALYZE (SKIP_LOCKED) {table}"), ct).ConfigureAwait(false);
        }

        return due;
    }
}
